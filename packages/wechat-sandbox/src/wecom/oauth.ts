import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { queryParam } from '../http/body';
import { html, redirect } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Shopper, StaffMember } from '../world';
import { externalUserid } from '../world';
import { DAY_MS, ok, readBody } from './api';
import { corpOpenid } from './customers';
import { employees, staffById } from './members';
import { chooserPage, messagePage } from './pages';
import type { OauthCode } from './state';

export { staffById } from './members';

const CODE_LIVES_MS = 300 * 1000;
const TICKET_LIVES_SECONDS = 1800;
const KEPT = 1000;
const SCOPES = ['snsapi_base', 'snsapi_privateinfo'];
/** Fields of getuserdetail a member can keep from the app. */
export const PRIVATE_FIELDS = ['gender', 'avatar', 'qr_code', 'mobile', 'email', 'biz_mail', 'address'];

export type Visitor = { member: StaffMember } | { shopper: Shopper };

/**
 * Where WeCom's own browser would know the person. Here the cookie `sandbox_staff` says who it is; without it a page asks, and its
 * links come back with `sandbox_staff` (a member) or `sandbox_shopper` (somebody from outside) in the query.
 */
export function authorize(ctx: Ctx, request: Incoming): Outgoing {
  const problem = authorizeProblem(ctx, request.query);
  if (problem) return refusedPage(problem);
  const { query } = request;
  const visitor = visitorOf(ctx, request);
  if (!visitor) return html(chooserPage(employees(ctx), query, ctx.world.shoppers));
  const code = newOauthCode(ctx, visitor, { scope: query.get('scope') ?? 'snsapi_base' });
  return backWithCode(query, code, query.get('sandbox_staff') ?? undefined);
}

function visitorOf(ctx: Ctx, request: Incoming): Visitor | undefined {
  const shopper = shopperById(ctx, request.query.get('sandbox_shopper') ?? '');
  if (shopper) return { shopper };
  const userid = request.query.get('sandbox_staff') ?? request.cookies.sandbox_staff ?? '';
  const member = employees(ctx).find((candidate) => candidate.userid === userid);
  return member && { member };
}

/** Leads to redirect_uri with code and state; a member who was chosen on a page is remembered. */
export function backWithCode(query: URLSearchParams, code: string, chosen: string | undefined): Outgoing {
  const target = new URL(query.get('redirect_uri') ?? '');
  target.searchParams.set('code', code);
  target.searchParams.set('state', query.get('state') ?? '');
  const cookies = chosen ? [`sandbox_staff=${encodeURIComponent(chosen)}; Path=/; SameSite=Lax`] : [];
  return redirect(target.href, cookies);
}

export function refusedPage(problem: string): Outgoing {
  return {
    ...html(messagePage('无法登录', problem), 400),
    note: { errcode: '50001', explanation: problem },
  };
}

/** `authorized`: what a member lets the app see with snsapi_privateinfo; everything when absent. */
export function newOauthCode(
  ctx: Ctx,
  visitor: Visitor,
  how: { scope?: string | undefined; authorized?: string[] | undefined } = {},
): string {
  const { scope = 'snsapi_base', authorized = PRIVATE_FIELDS } = how;
  const now = ctx.clock.now();
  const { wecom } = ctx.state;
  const who = 'member' in visitor ? { userid: visitor.member.userid } : { shopperId: visitor.shopper.id };
  const code: OauthCode = {
    code: ctx.random.text(43),
    ...who,
    scope,
    authorized,
    expiresAt: now + CODE_LIVES_MS,
    used: false,
  };
  const living = wecom.oauthCodes.filter((old) => now - old.expiresAt < DAY_MS);
  wecom.oauthCodes = [...living, code].slice(-KEPT);
  return code.code;
}

/** A member is told by userid, somebody from outside by openid, and by external_userid when a member has them. Refuses: 40029. */
export function getUserInfo(ctx: Ctx, request: Incoming): Outgoing {
  const code = queryParam(request, 'code', 40029);
  const known = ctx.state.wecom.oauthCodes.find((candidate) => candidate.code === code);
  if (!known || known.used || ctx.clock.now() >= known.expiresAt) throw new Refusal(40029, 'invalid code');
  known.used = true;
  const { userid, shopperId, scope } = known;
  if (userid === undefined) return ok(outsider(ctx, shopperId ?? ''));
  if (scope !== 'snsapi_privateinfo') return ok({ userid });
  return ok({
    userid,
    user_ticket: newUserTicket(ctx, userid, known.authorized),
    expires_in: TICKET_LIVES_SECONDS,
  });
}

/** Refuses: 84014 for an expired ticket, 84015 for one that was never given. */
export function getUserDetail(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, z.object({ user_ticket: z.string() }));
  const known = ctx.state.wecom.userTickets.find(({ ticket }) => ticket === body.user_ticket);
  if (!known) throw new Refusal(84015, 'invalid user_ticket');
  if (ctx.clock.now() >= known.expiresAt) throw new Refusal(84014, 'user_ticket expired');
  const member = staffById(ctx, known.userid);
  const details: Record<string, string> = {
    gender: member?.gender ?? '0',
    avatar: '',
    qr_code: `${ctx.url}/wecom/qr/member-${known.userid}.png`,
    mobile: member?.mobile ?? '',
    email: member?.email ?? '',
    biz_mail: '',
    address: '',
  };
  const allowed = Object.entries(details).filter(([field]) => known.authorized.includes(field));
  return ok({ userid: known.userid, ...Object.fromEntries(allowed) });
}

/** What is wrong with the addresses both login pages share, or nothing. */
export function redirectProblem(ctx: Ctx, query: URLSearchParams): string | undefined {
  if (!/^[a-zA-Z0-9]{0,128}$/.test(query.get('state') ?? '')) return 'state 只能是不超过128位的字母和数字';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!/^https?:/.test(redirectUri) || !URL.canParse(redirectUri)) return 'redirect_uri 不是一个网址';
  const { trustedDomain } = ctx.world.corp;
  if (trustedDomain !== undefined && new URL(redirectUri).host !== trustedDomain) {
    return 'redirect_uri 与应用的可信域名不一致(50001)';
  }
  return undefined;
}

function authorizeProblem(ctx: Ctx, query: URLSearchParams): string | undefined {
  const { corp } = ctx.world;
  if (query.get('appid') !== corp.corpid) return 'appid 不是这家企业的 corpid';
  if (query.get('response_type') !== 'code') return 'response_type 必须是 code';
  const scope = query.get('scope') ?? '';
  if (!SCOPES.includes(scope)) return 'scope 只能是 snsapi_base 或 snsapi_privateinfo';
  if (scope === 'snsapi_privateinfo' && query.get('agentid') !== corp.agentid)
    return 'snsapi_privateinfo 需要正确的 agentid';
  return redirectProblem(ctx, query);
}

function outsider(ctx: Ctx, shopperId: string): Record<string, string> {
  const shopper = shopperById(ctx, shopperId);
  if (!shopper) throw new Refusal(40029, 'invalid code');
  const isCustomer = ctx.state.wecom.follows.some((follow) => follow.shopperId === shopper.id);
  return {
    openid: corpOpenid(shopper),
    ...(isCustomer ? { external_userid: externalUserid(shopper) } : {}),
  };
}

function newUserTicket(ctx: Ctx, userid: string, authorized: string[]): string {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const ticket = ctx.random.text(64);
  const known = wecom.userTickets.filter((old) => now - old.expiresAt < DAY_MS);
  wecom.userTickets = [
    ...known,
    { ticket, userid, authorized, expiresAt: now + TICKET_LIVES_SECONDS * 1000 },
  ].slice(-KEPT);
  return ticket;
}
