import type { Ctx } from '../ctx';
import type { Host } from '../http/hosts';
import { json } from '../http/message';
import type { Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { Router } from '../http/router';
import { extraOf } from './douyin-answer';
import { sendMessage } from './douyin-messages';
import { queryOrders } from './douyin-orders';
import { refundOrder } from './douyin-refunds';
import { clientToken } from './douyin-tokens';

/**
 * A local open.douyin.com. Documented are the paths of client_token and of the order query with its headers, and the webhooks;
 * what an order of physical goods looks like (items, receiver, point), messages to a buyer and refunds by the merchant are not
 * verified against the real platform, and are as simple as the story needs.
 */
export function douyinHost(ctx: Ctx): Host {
  const refused = (refusal: Refusal, status = 200): Outgoing => ({
    ...json(
      {
        data: { error_code: refusal.errcode, description: refusal.message },
        extra: extraOf(ctx, refusal.errcode, refusal.message),
      },
      status,
    ),
    note: { errcode: String(refusal.errcode), explanation: refusal.message },
  });
  return {
    name: 'open.douyin.com',
    router: new Router([
      { method: 'POST', pattern: '/oauth/client_token/', handle: (request) => clientToken(ctx, request) },
      {
        method: 'GET',
        pattern: '/goodlife/v1/trade/order/query/',
        handle: (request) => queryOrders(ctx, request),
      },
      { method: 'POST', pattern: '/im/send/msg/', handle: (request) => sendMessage(ctx, request) },
      {
        method: 'POST',
        pattern: '/goodlife/v1/akte/after_sale/order/refund/',
        handle: (request) => refundOrder(ctx, request),
      },
    ]),
    before: () => undefined,
    finish: (answer) => answer,
    refuse: (_request, error) => (error instanceof Refusal ? refused(error) : undefined),
    unknownPath: () => refused(new Refusal(2100004, 'unknown path'), 404),
    wrongMethod: () => refused(new Refusal(2100004, 'wrong method'), 405),
    failed: (_request, { errcode, message, status }) => refused(new Refusal(errcode, message), status),
  };
}
