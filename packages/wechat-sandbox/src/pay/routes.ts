import type { Ctx } from '../ctx';
import { seal, sign, signedLines } from '../crypto/pay';
import { empty, json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { PayRefusal } from '../http/refusal';
import type { Route } from '../http/router';
import { signatureHeaders } from './notices';
import { closeOrder, prepay, requireMerchant, requireOrder, requirePaidById } from './orders';
import { presentRefund, presentTransaction } from './present';
import { createRefund, requireRefund } from './refunds';
import { closeSchema, payBody, prepaySchema, refundSchema } from './schemas';
import { beijingTime } from '../state/rfc3339';

export function payRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/v3/pay/transactions/jsapi',
      handle: (request) => json({ prepay_id: prepay(ctx, payBody(request, prepaySchema)) }),
    },
    {
      method: 'GET',
      pattern: '/v3/pay/transactions/id/:id',
      handle: (request) => {
        requireMerchantInQuery(ctx, request);
        return json(presentTransaction(requirePaidById(ctx, request.params.id ?? '')));
      },
    },
    {
      method: 'GET',
      pattern: '/v3/pay/transactions/out-trade-no/:no',
      handle: (request) => {
        requireMerchantInQuery(ctx, request);
        return json(presentTransaction(requireOrder(ctx, request.params.no ?? '')));
      },
    },
    {
      method: 'POST',
      pattern: '/v3/pay/transactions/out-trade-no/:no/close',
      handle: (request) => {
        requireMerchant(ctx, payBody(request, closeSchema).mchid);
        closeOrder(ctx, request.params.no ?? '');
        return empty(204);
      },
    },
    {
      method: 'POST',
      pattern: '/v3/refund/domestic/refunds',
      handle: (request) => json(presentRefund(createRefund(ctx, payBody(request, refundSchema)))),
    },
    {
      method: 'GET',
      pattern: '/v3/refund/domestic/refunds/:no',
      handle: (request) => json(presentRefund(requireRefund(ctx, request.params.no ?? ''))),
    },
    { method: 'GET', pattern: '/v3/certificates', handle: () => json(platformCertificates(ctx)) },
  ];
}

/** 2xx answers are signed under the public key's id; bills would be the exception. */
export function signAnswer(ctx: Ctx, answer: Outgoing): Outgoing {
  const timestamp = String(ctx.clock.seconds());
  const nonce = ctx.random.hex(32);
  const signature = sign(
    signedLines(timestamp, nonce, answer.body.toString('utf8')),
    ctx.keys.wechatPay.privateKey,
  );
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...signatureHeaders(ctx, { timestamp, nonce, signature }),
      ...requestId(ctx),
    },
  };
}

/** 4xx answers are unsigned, and the 401 of the transaction endpoints has not even a Request-ID. */
export function payRefusalAnswer(ctx: Ctx, request: Incoming, refusal: PayRefusal): Outgoing {
  const { status, code, message, detail } = refusal.answer;
  const answer = json({ code, message, ...(detail ? { detail } : {}) }, status);
  const anonymous = status === 401 && request.path.startsWith('/v3/pay/transactions/');
  return {
    ...answer,
    headers: { ...answer.headers, ...(anonymous ? {} : requestId(ctx)) },
    note: {
      errcode: code,
      explanation: message,
      ...(refusal.expected === undefined ? {} : { expected: refusal.expected }),
    },
  };
}

function requestId(ctx: Ctx): Record<string, string> {
  return { 'request-id': `08${ctx.random.hex(30).toUpperCase()}-0` };
}

function requireMerchantInQuery(ctx: Ctx, request: Incoming): void {
  const mchid = request.query.get('mchid');
  if (mchid === null) {
    throw new PayRefusal({
      status: 400,
      code: 'PARAM_ERROR',
      message: '输入源“/query/mchid”规则校验失败，字段必填',
      detail: { location: 'query', field: 'mchid', issue: '字段必填', value: '' },
    });
  }
  requireMerchant(ctx, mchid);
}

function platformCertificates(ctx: Ctx): unknown {
  const { wechatPay } = ctx.keys;
  return {
    data: [
      {
        serial_no: wechatPay.serial,
        effective_time: beijingTime(Date.parse(wechatPay.effectiveAt)),
        expire_time: beijingTime(Date.parse(wechatPay.expiresAt)),
        encrypt_certificate: {
          algorithm: 'AEAD_AES_256_GCM',
          ...seal(wechatPay.certificate, ctx.world.merchant.apiV3Key, {
            nonce: ctx.random.hex(12),
            associated_data: 'certificate',
          }),
        },
      },
    ],
  };
}
