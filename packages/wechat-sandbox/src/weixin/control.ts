import { z } from 'zod';
import { ControlError, controlBody, requireShopper } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import { openLink } from '../miniprogram/open-link';
import { templatesOf } from '../miniprogram/templates';
import { scan } from '../official/followers';
import { PUSH_FORMATS, PUSH_MODES } from '../world';
import type { Shopper } from '../world';
import { appOf, appStateOf, openidFor } from './apps';
import { writeToApp } from './service-messages';
import type { AppKind, AppState } from './state';
import { switchOff } from './subscriptions';

/** As the control API names the two apps. */
const NAMES: Record<string, AppKind> = { 'mini-program': 'mini', 'official-account': 'official' };

const limitSchema = z.strictObject({
  perSecond: z.int().min(0).optional(),
  perMinute: z.int().min(0).optional(),
  perDay: z.int().min(0).optional(),
});
const settingsSchema = z.strictObject({
  ipWhitelist: z.array(z.string()).nullable().optional(),
  secretFrozen: z.boolean().optional(),
  bannedTemplates: z.array(z.string()).optional(),
  push: z
    .strictObject({
      url: z.url().nullable().optional(),
      mode: z.enum(PUSH_MODES).optional(),
      format: z.enum(PUSH_FORMATS).optional(),
    })
    .optional(),
  /** Path → numbers in the place of the documented ones; all of them are replaced. */
  limits: z.record(z.string().startsWith('/'), limitSchema).optional(),
});
const linkSchema = z.strictObject({ url: z.string() });
const textSchema = z.strictObject({ text: z.string().min(1) });
const offSchema = z.strictObject({ templateId: z.string() });

/** What `POST /control/apps/:app` takes; each field on its own, the others stay as they are. */
export type AppSettingsInput = Partial<Omit<AppSettings, 'appid' | 'push'>> & {
  push?: Partial<AppSettings['push']>;
};
export type AppSettings = Pick<
  AppState,
  'ipWhitelist' | 'secretFrozen' | 'bannedTemplates' | 'push' | 'limits'
> & { appid: string };

/** What both apps have: the console's settings, and a person who writes, scans or opens a link. */
export function weixinControlRoutes(ctx: Ctx): Route[] {
  const shopperOf = (request: Incoming): Shopper => requireShopper(ctx, request.params.id ?? '');
  const shopper = '/control/shoppers/:id';
  return [
    {
      method: 'GET',
      pattern: '/control/apps/:app',
      handle: (request) => json(settingsOf(ctx, requireApp(request))),
    },
    {
      method: 'POST',
      pattern: '/control/apps/:app',
      handle: (request) => {
        const kind = requireApp(request);
        change(ctx, kind, controlBody(request, settingsSchema));
        return json(settingsOf(ctx, kind));
      },
    },
    {
      method: 'POST',
      pattern: `${shopper}/open-link`,
      handle: (request) => json(openLink(ctx, shopperOf(request), controlBody(request, linkSchema).url)),
    },
    {
      method: 'POST',
      pattern: `${shopper}/scan`,
      handle: (request) => json(scan(ctx, shopperOf(request), controlBody(request, textSchema).text)),
    },
    {
      method: 'POST',
      pattern: `${shopper}/apps/:app/message`,
      handle: (request) => {
        const { text } = controlBody(request, textSchema);
        writeToApp(ctx, requireApp(request), { shopper: shopperOf(request), text });
        return json({ ok: true });
      },
    },
    {
      method: 'POST',
      pattern: `${shopper}/apps/:app/subscription-off`,
      handle: (request) => {
        const kind = requireApp(request);
        const { templateId } = controlBody(request, offSchema);
        const templates = kind === 'mini' ? templatesOf(ctx) : ctx.world.officialAccount.templates;
        if (!templates.some(({ id }) => id === templateId))
          throw new ControlError(404, `no template ${templateId}`);
        switchOff(ctx, kind, { openid: openidFor(shopperOf(request), kind), templateId });
        return json({ ok: true });
      },
    },
  ];
}

function requireApp(request: Incoming): AppKind {
  const kind = NAMES[request.params.app ?? ''];
  if (!kind) throw new ControlError(404, `no such app; there are ${Object.keys(NAMES).join(', ')}`);
  return kind;
}

function settingsOf(ctx: Ctx, kind: AppKind): AppSettings {
  const { ipWhitelist, secretFrozen, bannedTemplates, push, limits } = appStateOf(ctx, kind);
  return { appid: appOf(ctx, kind).appid, ipWhitelist, secretFrozen, bannedTemplates, push, limits };
}

function change(ctx: Ctx, kind: AppKind, input: z.output<typeof settingsSchema>): void {
  const state = appStateOf(ctx, kind);
  const { ipWhitelist, secretFrozen, bannedTemplates, push, limits } = input;
  if (ipWhitelist !== undefined) state.ipWhitelist = ipWhitelist;
  if (secretFrozen !== undefined) state.secretFrozen = secretFrozen;
  if (bannedTemplates !== undefined) state.bannedTemplates = bannedTemplates;
  if (push?.url !== undefined) state.push.url = push.url;
  if (push?.mode !== undefined) state.push.mode = push.mode;
  if (push?.format !== undefined) state.push.format = push.format;
  if (limits !== undefined) state.limits = withoutUndefined(limits);
}

function withoutUndefined(limits: Record<string, object>): AppState['limits'] {
  return JSON.parse(JSON.stringify(limits)) as AppState['limits'];
}
