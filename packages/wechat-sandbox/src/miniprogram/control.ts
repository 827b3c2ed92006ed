import { z } from 'zod';
import { ControlError, controlBody, requireShopper } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import type { Shopper } from '../world';
import { newLoginCode } from './login';
import { newPhoneCode, sealedPhone } from './phone';
import { codeText, pathCodeText } from './scene-codes';
import type { MiniState } from './state';
import { confirmReceipt, setComplaint } from './trade';
import { userData } from './user-data';

const settingsSchema = z.strictObject({
  pages: z.array(z.string()).nullable().optional(),
  released: z.boolean().optional(),
  linkPermission: z.enum(['given', 'none', 'banned']).optional(),
  subscribeBanned: z.boolean().optional(),
  tradeManaged: z.boolean().optional(),
  confirmationCompleted: z.boolean().optional(),
  privacy: z.strictObject({ enforced: z.boolean(), declared: z.array(z.string()).nullable() }).optional(),
  phoneCallsLeft: z.int().min(0).nullable().optional(),
});
const riskSchema = z.strictObject({ blocked: z.boolean() });
const foreignSchema = z.strictObject({ kind: z.enum(['login', 'phone']), appid: z.string() });
const receiptSchema = z.strictObject({ transactionId: z.string() });
const complaintSchema = z.strictObject({ open: z.boolean() });

/** What `POST /control/mini-program` takes; each field on its own, the others stay as they are. */
export type MiniProgramSettingsInput = Partial<MiniProgramSettings>;
export type MiniProgramSettings = Pick<
  MiniState,
  'pages' | 'released' | 'linkPermission' | 'subscribeBanned' | 'privacy' | 'phoneCallsLeft'
> & {
  tradeManaged: boolean;
  confirmationCompleted: boolean;
};

export function miniProgramControlRoutes(ctx: Ctx): Route[] {
  return [...settingsRoutes(ctx), ...listRoutes(ctx), ...personRoutes(ctx)];
}

function settingsRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/mini-program', handle: () => json(settingsOf(ctx)) },
    {
      method: 'POST',
      pattern: '/control/mini-program',
      handle: (request) => {
        change(ctx, controlBody(request, settingsSchema));
        return json(settingsOf(ctx));
      },
    },
    {
      method: 'POST',
      pattern: '/control/mini-program/orders/:transactionId/complaint',
      handle: (request) => {
        const { open } = controlBody(request, complaintSchema);
        setComplaint(ctx, request.params.transactionId ?? '', open);
        return json({ open });
      },
    },
  ];
}

function listRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/control/scene-codes',
      handle: () => json(ctx.state.mini.sceneCodes.map((code) => ({ ...code, text: codeText(code) }))),
    },
    {
      method: 'GET',
      pattern: '/control/mini-program/path-codes',
      handle: () => json(ctx.state.mini.pathCodes.map((code) => ({ ...code, text: pathCodeText(code) }))),
    },
    { method: 'GET', pattern: '/control/mini-program/links', handle: () => json(ctx.state.mini.links) },
  ];
}

function personRoutes(ctx: Ctx): Route[] {
  const shopperOf = (request: Incoming): Shopper => requireShopper(ctx, request.params.id ?? '');
  const shopper = '/control/shoppers/:id';
  return [
    {
      method: 'POST',
      pattern: `${shopper}/risk`,
      handle: (request) => {
        const { id } = shopperOf(request);
        const { blocked } = controlBody(request, riskSchema);
        const { mini } = ctx.state;
        mini.blocked = [...mini.blocked.filter((other) => other !== id), ...(blocked ? [id] : [])];
        return json({ blocked });
      },
    },
    {
      method: 'POST',
      pattern: `${shopper}/foreign-code`,
      handle: (request) => {
        const { kind, appid } = controlBody(request, foreignSchema);
        const make = kind === 'login' ? newLoginCode : newPhoneCode;
        return json({ code: make(ctx, shopperOf(request).id, appid) });
      },
    },
    {
      method: 'POST',
      pattern: `${shopper}/phone-data`,
      handle: (request) => json(sealedPhone(ctx, shopperOf(request)) ?? notLoggedIn()),
    },
    {
      method: 'POST',
      pattern: `${shopper}/user-data`,
      handle: (request) => json(userData(ctx, shopperOf(request)) ?? notLoggedIn()),
    },
    {
      method: 'POST',
      pattern: `${shopper}/confirm-receipt`,
      handle: (request) => {
        const { openid } = shopperOf(request);
        const { transactionId } = controlBody(request, receiptSchema);
        if (ctx.state.mini.shippings[transactionId]?.openid !== openid)
          throw new ControlError(404, 'nothing was shipped to this person under this number');
        return json({ confirmed: confirmReceipt(ctx, transactionId) });
      },
    },
  ];
}

function notLoggedIn(): never {
  throw new ControlError(409, 'this person has no session yet: log in first');
}

function settingsOf(ctx: Ctx): MiniProgramSettings {
  const { pages, released, linkPermission, subscribeBanned, privacy, phoneCallsLeft, trade } = ctx.state.mini;
  return {
    ...{ pages, released, linkPermission, subscribeBanned, privacy, phoneCallsLeft },
    tradeManaged: trade.managed,
    confirmationCompleted: trade.confirmationCompleted,
  };
}

function change(ctx: Ctx, input: z.output<typeof settingsSchema>): void {
  const { mini } = ctx.state;
  if (input.pages !== undefined) mini.pages = input.pages;
  if (input.released !== undefined) mini.released = input.released;
  if (input.linkPermission !== undefined) mini.linkPermission = input.linkPermission;
  if (input.subscribeBanned !== undefined) mini.subscribeBanned = input.subscribeBanned;
  if (input.tradeManaged !== undefined) mini.trade.managed = input.tradeManaged;
  if (input.confirmationCompleted !== undefined)
    mini.trade.confirmationCompleted = input.confirmationCompleted;
  if (input.privacy !== undefined) mini.privacy = input.privacy;
  if (input.phoneCallsLeft !== undefined) mini.phoneCallsLeft = input.phoneCallsLeft;
}
