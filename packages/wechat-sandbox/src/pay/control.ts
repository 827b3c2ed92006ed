import { z } from 'zod';
import { ControlError, controlBody, requireShopper } from '../control/read';
import { rotateCertificate } from '../crypto/keys';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { finishRefund } from './refunds';
import { scanPay } from './request-payment';
import { liveKeys } from './signing';
import { KEYS_MODES } from './types';
import type { KeysMode } from './types';

const finishSchema = z.strictObject({ status: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']) });
const balanceSchema = z.strictObject({ balanceFen: z.int().min(0).max(1e12) });
const keysSchema = z.strictObject({
  mode: z.enum(KEYS_MODES).optional(),
  certificatesOpen: z.boolean().optional(),
  rotate: z.literal(true).optional(),
});
const consoleUrlSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).nullable() });
const scanSchema = z.strictObject({ codeUrl: z.string(), cancel: z.boolean().optional() });

export type PayKeysInput = { mode?: KeysMode; certificatesOpen?: boolean; rotate?: true };
export type PayKeys = {
  mode: KeysMode;
  /** Whether GET /v3/certificates answers in public-key mode. */
  certificatesOpen: boolean;
  publicKeyId: string;
  publicKey: string;
  /** The platform certificates, the oldest first. */
  certificates: { serial: string; certificate: string }[];
  /** Serials that answers and notices are signed under, by turns. */
  live: string[];
};
export type Balance = { balanceFen: number };
export type ConsoleRefundUrl = { url: string | null };

export function payControlRoutes(ctx: Ctx): Route[] {
  const pay = '/control/wechat-pay';
  return [
    { method: 'POST', pattern: '/control/refunds/:no/finish', handle: (request) => finish(ctx, request) },
    { method: 'GET', pattern: `${pay}/balance`, handle: () => json(readBalance(ctx)) },
    {
      method: 'POST',
      pattern: `${pay}/balance`,
      handle: (request) => {
        ctx.ledger.setBalance(controlBody(request, balanceSchema).balanceFen);
        return json(readBalance(ctx));
      },
    },
    { method: 'GET', pattern: `${pay}/keys`, handle: () => json(readKeys(ctx)) },
    { method: 'POST', pattern: `${pay}/keys`, handle: (request) => changeKeys(ctx, request) },
    {
      method: 'POST',
      pattern: `${pay}/console-refund-url`,
      handle: (request) => {
        const { url } = controlBody(request, consoleUrlSchema);
        ctx.state.pay.consoleRefundUrl = url;
        return json({ url });
      },
    },
    {
      method: 'POST',
      pattern: '/control/shoppers/:id/scan-pay',
      handle: (request) => {
        const shopper = requireShopper(ctx, request.params.id ?? '');
        return json(scanPay(ctx, shopper.id, controlBody(request, scanSchema)));
      },
    },
  ];
}

function finish(ctx: Ctx, request: Incoming): Outgoing {
  const refund = ctx.ledger.refundByNo(request.params.no ?? '');
  if (!refund) throw new ControlError(404, 'no such refund');
  const { status } = finishRefund(ctx, refund, controlBody(request, finishSchema).status);
  return json({ status });
}

async function changeKeys(ctx: Ctx, request: Incoming): Promise<Outgoing> {
  const { mode, certificatesOpen, rotate } = controlBody(request, keysSchema);
  const { keys } = ctx.state.pay;
  if (mode !== undefined) keys.mode = mode;
  if (certificatesOpen !== undefined) keys.certificatesOpen = certificatesOpen;
  if (rotate) await rotateCertificate(ctx.keys);
  return json(readKeys(ctx));
}

function readBalance(ctx: Ctx): Balance {
  return { balanceFen: ctx.ledger.balanceFen };
}

function readKeys(ctx: Ctx): PayKeys {
  const { mode, certificatesOpen } = ctx.state.pay.keys;
  const { publicKeyId, wechatPay, certificates } = ctx.keys;
  return {
    mode,
    certificatesOpen,
    publicKeyId,
    publicKey: wechatPay.publicKey,
    certificates: certificates.map(({ serial, certificate }) => ({ serial, certificate })),
    live: liveKeys(ctx).map(({ serial }) => serial),
  };
}
