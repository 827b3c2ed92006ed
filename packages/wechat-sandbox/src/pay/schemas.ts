import { z } from 'zod';
import type { Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';

const text = (max: number) => z.string().min(1).max(max);
const fen = z.int().min(1).max(1_000_000_000);
const outTradeNo = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/);
/** No query and no fragment. Unlike the real platform http and local hosts are let through. */
const notifyUrl = (max: number) => text(max).regex(/^https?:\/\/[^?#\s]+$/);
const goods = {
  merchant_goods_id: text(32),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
};

export const prepaySchema = z.strictObject({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  out_trade_no: outTradeNo,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: text(128).optional(),
  notify_url: notifyUrl(255),
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: fen, currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: text(128) }),
  detail: z
    .strictObject({
      cost_price: z.int().optional(),
      invoice_id: text(32).optional(),
      goods_detail: z
        .array(z.strictObject({ ...goods, quantity: z.int().min(1), unit_price: z.int().min(0) }))
        .min(1)
        .max(6000)
        .optional(),
    })
    .optional(),
  scene_info: z
    .strictObject({
      payer_client_ip: text(45),
      device_id: text(32).optional(),
      store_info: z
        .strictObject({
          id: text(32),
          name: text(256).optional(),
          area_code: text(32).optional(),
          address: text(512).optional(),
        })
        .optional(),
    })
    .optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
});

export const closeSchema = z.strictObject({ mchid: text(32) });

export const refundSchema = z.strictObject({
  transaction_id: text(32).optional(),
  out_trade_no: outTradeNo.optional(),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: text(80).optional(),
  notify_url: notifyUrl(256).optional(),
  funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
  amount: z.strictObject({
    refund: fen,
    total: fen,
    currency: z.literal('CNY'),
    from: z.array(z.strictObject({ account: z.enum(['AVAILABLE', 'UNAVAILABLE']), amount: fen })).optional(),
  }),
  goods_detail: z
    .array(
      z.strictObject({
        ...goods,
        unit_price: z.int().min(0),
        refund_amount: z.int().min(0),
        refund_quantity: z.int().min(1),
      }),
    )
    .min(1)
    .optional(),
});

export function payBody<T>(request: Incoming, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw paramError('/', '请求体不是合法的JSON', undefined);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw explainIssue(parsed.error.issues[0], value);
}

function explainIssue(issue: z.core.$ZodIssue | undefined, body: unknown): PayRefusal {
  if (issue?.code === 'unrecognized_keys') {
    return paramError([...issue.path, issue.keys[0] ?? ''].join('/'), '参数中含有非法的额外参数', undefined);
  }
  const path = issue?.path ?? [];
  return paramError(path.join('/'), issue?.message ?? '参数错误', valueAt(body, path));
}

export function paramError(field: string, problem: string, value: unknown): PayRefusal {
  const at = `/${field.replace(/^\//, '')}`;
  return new PayRefusal({
    status: 400,
    code: 'PARAM_ERROR',
    message: `输入源“/body${at}”规则校验失败，${problem}`,
    detail: { location: 'body', field: at, issue: problem, value: value ?? '' },
  });
}

function valueAt(body: unknown, path: PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return typeof value === 'object' ? '' : value;
}
