import { z } from 'zod';
import { ControlError, asControl, controlBody, requireMember, requireShopper } from '../control/read';
import type { Ctx } from '../ctx';
import { json, redirect, reply } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import type { StaffMember } from '../world';
import { appMessageControlRoutes } from './app-messages/control';
import { groupCookie } from './bridge';
import { qrImage } from './contact-ways/scanning';
import { contactControlRoutes } from './contacts/control';
import type { MemberView, WecomOverview } from './control-types';
import { groupControlRoutes } from './groups/control';
import { storedFile } from './media/store';
import { countImages, imageFile } from './media/uploads';
import { settingsOf } from './members';
import { messagingControlRoutes } from './messaging/control';
import { momentControlRoutes } from './moments/control';
import { PRIVATE_FIELDS, newOauthCode } from './oauth';
import { countOthers } from './quota';

const oauthSchema = z.strictObject({
  scope: z.enum(['snsapi_base', 'snsapi_privateinfo']).optional(),
  authorized: z.array(z.enum(PRIVATE_FIELDS)).optional(),
});
const memberSchema = z.strictObject({
  customerContact: z.boolean().optional(),
  realName: z.boolean().optional(),
  active: z.boolean().optional(),
  consoleWelcome: z.string().nullable().optional(),
  customerLimit: z.int().min(0).nullable().optional(),
});
const ipsSchema = z.strictObject({ ips: z.array(z.string()).nullable() });
const quotaSchema = z.strictObject({ path: z.string(), calls: z.int().min(0) });

export function wecomControlRoutes(ctx: Ctx): Route[] {
  return [
    ...personRoutes(ctx),
    ...companyRoutes(ctx),
    ...fileRoutes(ctx),
    ...contactControlRoutes(ctx),
    ...messagingControlRoutes(ctx),
    ...groupControlRoutes(ctx),
    ...appMessageControlRoutes(ctx),
    ...momentControlRoutes(ctx),
  ];
}

/** The member named in the path of a control route. */
export function memberOf(ctx: Ctx, request: Incoming): StaffMember {
  return requireMember(ctx, request.params.userid ?? '');
}

function personRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/control/staff/:userid/oauth-code',
      handle: (request) =>
        json({
          code: newOauthCode(ctx, { member: memberOf(ctx, request) }, controlBody(request, oauthSchema)),
        }),
    },
    {
      method: 'POST',
      pattern: '/control/shoppers/:id/oauth-code',
      handle: (request) => {
        const shopper = requireShopper(ctx, request.params.id ?? '');
        return json({ code: newOauthCode(ctx, { shopper }) });
      },
    },
    {
      method: 'GET',
      pattern: '/control/staff/:userid/sent',
      handle: (request) => {
        const { userid } = memberOf(ctx, request);
        const messages = ctx.state.wecom.messages.filter(
          (message) => message.userid === userid && message.from === undefined,
        );
        return json({ messages });
      },
    },
    { method: 'GET', pattern: '/act-as/group', handle: (request) => actInGroup(ctx, request) },
  ];
}

function companyRoutes(ctx: Ctx): Route[] {
  const member = '/control/wecom/members/:userid';
  return [
    { method: 'GET', pattern: '/control/wecom', handle: () => json(overview(ctx)) },
    {
      method: 'POST',
      pattern: '/control/wecom/trusted-ips',
      handle: (request) => {
        ctx.state.wecom.trustedIps = controlBody(request, ipsSchema).ips;
        return json(overview(ctx));
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/quota',
      handle: (request) => {
        const { path, calls } = controlBody(request, quotaSchema);
        countOthers(ctx, path, calls);
        if (path === '/cgi-bin/media/uploadimg') asControl(() => countImages(ctx, calls));
        return json(overview(ctx));
      },
    },
    {
      method: 'POST',
      pattern: member,
      handle: (request) =>
        json(changeMember(ctx, memberOf(ctx, request), controlBody(request, memberSchema))),
    },
    {
      method: 'POST',
      pattern: `${member}/leave`,
      handle: (request) => {
        const { userid } = memberOf(ctx, request);
        ctx.state.wecom.members[userid] = { ...settingsOf(ctx, userid), leftAt: ctx.clock.now() };
        return json(presentMember(ctx, memberOf(ctx, request)));
      },
    },
    {
      method: 'POST',
      pattern: `${member}/rejoin`,
      handle: (request) => {
        const { leftAt: _leftAt, ...others } = settingsOf(ctx, memberOf(ctx, request).userid);
        ctx.state.wecom.members[memberOf(ctx, request).userid] = others;
        return json(presentMember(ctx, memberOf(ctx, request)));
      },
    },
  ];
}

/** Pictures that the platform would serve from its own machines. */
function fileRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/wecom/qr/:file',
      handle: (request) => qrImage(ctx, request.params.file ?? ''),
    },
    {
      method: 'GET',
      pattern: '/wecom/images/:id',
      handle: (request) => imageFile(ctx, request.params.id ?? ''),
    },
    {
      method: 'GET',
      pattern: '/control/wecom/media/:id',
      handle: (request) => {
        const file = storedFile(ctx, request.params.id ?? '');
        if (!file) throw new ControlError(404, 'no bytes are kept of this media_id');
        return reply(200, file.contentType, file.bytes);
      },
    },
  ];
}

function changeMember(ctx: Ctx, member: StaffMember, changes: z.infer<typeof memberSchema>): MemberView {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings = { ...settingsOf(ctx, member.userid), ...Object.fromEntries(given) };
  const kept = Object.entries(settings).filter(([, value]) => value !== null);
  ctx.state.wecom.members[member.userid] = Object.fromEntries(kept) as typeof settings;
  return presentMember(ctx, member);
}

function overview(ctx: Ctx): WecomOverview {
  const { trustedIps, callbackUrl, quotas } = ctx.state.wecom;
  return {
    members: ctx.world.staff.map((member) => presentMember(ctx, member)),
    trustedIps,
    callbackUrl,
    quotas: Object.entries(quotas).map(([path, { minuteCalls, hourCalls, others, blockedUntil }]) => ({
      path,
      minuteCalls,
      hourCalls,
      others,
      blockedUntil,
    })),
  };
}

function presentMember(ctx: Ctx, member: StaffMember): MemberView {
  const { userid, name, department } = member;
  return { userid, name, department, ...settingsOf(ctx, userid) };
}

/** Opens a page as from the tools of a group: /act-as does the rest. */
function actInGroup(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  const chatId = query.get('chat') ?? '';
  if (!ctx.state.wecom.groups.some((group) => group.chatId === chatId)) {
    throw new ControlError(404, `no group ${chatId}`);
  }
  const next = new URLSearchParams({
    staff: query.get('staff') ?? '',
    entry: 'group_chat_tools',
    to: query.get('to') ?? '/',
  });
  // Relative, so that it stays below the prefix a front end may have put before it.
  return redirect(`../act-as?${next.toString()}`, [groupCookie(chatId)]);
}
