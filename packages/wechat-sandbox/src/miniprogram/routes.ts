import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Refusal } from '../http/refusal';
import type { Handle, Route } from '../http/router';
import { checkSession, codeToSession, phoneNumber } from './login';
import { unlimitedCode } from './scene-codes';
import { getShippingOrder, uploadShipping } from './shipping';
import { sendSubscribeMessage } from './subscribe';
import { checkText } from './text-safety';
import { plainToken, requireToken, stableToken } from './tokens';

type Endpoint = (ctx: Ctx, request: Incoming) => Outgoing | Promise<Outgoing>;

export function miniProgramRoutes(ctx: Ctx): Route[] {
  const withToken =
    (endpoint: Endpoint): Handle =>
    (request) => {
      requireToken(ctx, request);
      return endpoint(ctx, request);
    };
  const open =
    (endpoint: Endpoint): Handle =>
    (request) =>
      endpoint(ctx, request);
  return [
    { method: 'GET', pattern: '/sns/jscode2session', handle: open(codeToSession) },
    { method: 'POST', pattern: '/cgi-bin/stable_token', handle: open(stableToken) },
    { method: 'GET', pattern: '/cgi-bin/token', handle: open(plainToken) },
    { method: 'GET', pattern: '/wxa/checksession', handle: withToken(checkSession) },
    { method: 'POST', pattern: '/wxa/business/getuserphonenumber', handle: withToken(phoneNumber) },
    { method: 'POST', pattern: '/wxa/getwxacodeunlimit', handle: withToken(unlimitedCode) },
    { method: 'POST', pattern: '/cgi-bin/message/subscribe/send', handle: withToken(sendSubscribeMessage) },
    { method: 'POST', pattern: '/wxa/sec/order/upload_shipping_info', handle: withToken(uploadShipping) },
    { method: 'POST', pattern: '/wxa/sec/order/get_order', handle: withToken(getShippingOrder) },
    { method: 'POST', pattern: '/wxa/msg_sec_check', handle: withToken(checkText) },
  ];
}

/** HTTP 200 whatever happened; the message ends with a request id, so nobody should branch on it. */
export function miniProgramRefusal(ctx: Ctx, refusal: Refusal): Outgoing {
  const rid = `${ctx.random.hex(8)}-${ctx.random.hex(8)}-${ctx.random.hex(8)}`;
  return {
    ...json({ errcode: refusal.errcode, errmsg: `${refusal.message} rid: ${rid}` }),
    note: { errcode: String(refusal.errcode), explanation: refusal.message },
  };
}
