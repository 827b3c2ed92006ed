import type { Ctx } from '../ctx';
import { empty, json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { applyAbnormalRefund } from './abnormal-refunds';
import { signAnswer } from './answers';
import { askFundFlowBill, askTradeBill, downloadBill } from './bills';
import { platformCertificates } from './certificates';
import { closeOrder, prepay, requireMerchant, requireOrder, requirePaidById } from './orders';
import { presentRefund, presentTransaction } from './present';
import { createRefund, requireRefund } from './refunds';
import {
  closeSchema,
  jsapiSchema,
  merchantQuery,
  nativeSchema,
  payBody,
  payQuery,
  refundSchema,
} from './schemas';

const TRANSACTIONS = '/v3/pay/transactions';
const REFUNDS = '/v3/refund/domestic/refunds';

export function payRoutes(ctx: Ctx): Route[] {
  return [
    ...signed(ctx, [...transactionRoutes(ctx), ...refundRoutes(ctx), ...otherRoutes(ctx)]),
    // The answers that carry no signature: a bill is checked by its hash.
    { method: 'GET', pattern: '/v3/billdownload/file', handle: (request) => downloadBill(ctx, request) },
    { method: 'GET', pattern: '/v3/bill/downloadurl', handle: (request) => downloadBill(ctx, request) },
  ];
}

function transactionRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: `${TRANSACTIONS}/jsapi`,
      handle: (request) => json({ prepay_id: prepay(ctx, 'jsapi', payBody(request, jsapiSchema)).ticket }),
    },
    {
      method: 'POST',
      pattern: `${TRANSACTIONS}/native`,
      handle: (request) => json({ code_url: prepay(ctx, 'native', payBody(request, nativeSchema)).ticket }),
    },
    {
      method: 'GET',
      pattern: `${TRANSACTIONS}/id/:id`,
      handle: (request) => {
        requireMerchant(ctx, payQuery(request, merchantQuery).mchid);
        return json(presentTransaction(requirePaidById(ctx, request.params.id ?? '')));
      },
    },
    {
      method: 'GET',
      pattern: `${TRANSACTIONS}/out-trade-no/:no`,
      handle: (request) => {
        requireMerchant(ctx, payQuery(request, merchantQuery).mchid);
        return json(presentTransaction(requireOrder(ctx, request.params.no ?? '')));
      },
    },
    {
      method: 'POST',
      pattern: `${TRANSACTIONS}/out-trade-no/:no/close`,
      handle: (request) => {
        requireMerchant(ctx, payBody(request, closeSchema).mchid);
        closeOrder(ctx, request.params.no ?? '');
        return empty(204);
      },
    },
  ];
}

function refundRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: REFUNDS,
      handle: (request) => json(presentRefund(createRefund(ctx, payBody(request, refundSchema)))),
    },
    {
      method: 'GET',
      pattern: `${REFUNDS}/:no`,
      handle: (request) => json(presentRefund(requireRefund(ctx, request.params.no ?? ''))),
    },
    {
      method: 'POST',
      pattern: `${REFUNDS}/:id/apply-abnormal-refund`,
      handle: (request) => json(presentRefund(applyAbnormalRefund(ctx, request))),
    },
  ];
}

function otherRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/v3/bill/tradebill', handle: (request) => askTradeBill(ctx, request) },
    { method: 'GET', pattern: '/v3/bill/fundflowbill', handle: (request) => askFundFlowBill(ctx, request) },
    {
      method: 'GET',
      pattern: '/v3/certificates',
      handle: (request) => json(platformCertificates(ctx, request)),
    },
  ];
}

function signed(ctx: Ctx, routes: Route[]): Route[] {
  return routes.map((route) => ({
    ...route,
    handle: async (request: Incoming): Promise<Outgoing> =>
      signAnswer(ctx, request, await route.handle(request)),
  }));
}
