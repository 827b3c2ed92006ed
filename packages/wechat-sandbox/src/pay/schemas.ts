import { z } from 'zod';
import type { Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';

const LONGEST_VALUE = 128;
const text = (max: number) => z.string().min(1).max(max);
const fen = z.int().min(1).max(1_000_000_000);
const outTradeNo = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/);
const outRefundNo = z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/);
/** No query and no fragment. Unlike the real platform http and local hosts are let through. */
const notifyUrl = (max: number) => text(max).regex(/^https?:\/\/[^?#\s]+$/);
const goods = {
  merchant_goods_id: text(32),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
};

const order = {
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
};

export const jsapiSchema = z.strictObject({ ...order, payer: z.strictObject({ openid: text(128) }) });
export const nativeSchema = z.strictObject(order);

export const closeSchema = z.strictObject({ mchid: text(32) });

export const refundSchema = z.strictObject({
  transaction_id: text(32).optional(),
  out_trade_no: outTradeNo.optional(),
  out_refund_no: outRefundNo,
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

/** The card fields are needed when the money goes to a card of the payer. */
export const abnormalRefundSchema = z
  .strictObject({
    out_refund_no: outRefundNo,
    type: z.enum(['USER_BANK_CARD', 'MERCHANT_BANK_CARD']),
    bank_type: text(16).optional(),
    bank_account: text(1024).optional(),
    real_name: text(1024).optional(),
  })
  .superRefine((body, found) => {
    if (body.type !== 'USER_BANK_CARD') return;
    for (const field of ['bank_type', 'bank_account', 'real_name'] as const) {
      if (body[field] !== undefined) continue;
      found.addIssue({ code: 'custom', path: [field], message: '退款至用户银行卡时必填' });
    }
  });

const billDate = z.iso.date();
const tarType = z.literal('GZIP').optional();
export const tradeBillQuery = z.strictObject({
  bill_date: billDate,
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: tarType,
});
export const fundFlowBillQuery = z.strictObject({
  bill_date: billDate,
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: tarType,
});
export const merchantQuery = z.strictObject({ mchid: text(32) });

/** The body of a request. What is no JSON, or not of this shape, is 400 PARAM_ERROR with the field. */
export function payBody<T>(request: Incoming, schema: z.ZodType<T>): T {
  requireJson(request);
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch {
    request.checks.push({ name: '请求体', ok: false, hint: '不是合法的 JSON' });
    throw paramError({ field: '' }, '请求体不是合法的JSON');
  }
  return parsedOrRefused(request, { schema, value, location: 'body' });
}

/** The query of a request; a parameter that is not documented is refused like an unknown field. */
export function payQuery<T>(request: Incoming, schema: z.ZodType<T>): T {
  const value = Object.fromEntries(request.query);
  return parsedOrRefused(request, { schema, value, location: 'query' });
}

/** Which code WeChat Pay gives another Content-Type is not documented. */
function requireJson(request: Incoming): void {
  const given = request.headers['content-type'] ?? '';
  const ok = /^application\/json\s*(;|$)/i.test(given);
  request.checks.push({ name: 'Content-Type', ok, given, ...(ok ? {} : { expected: 'application/json' }) });
  if (ok) return;
  const message = 'Http头Content-Type应为application/json';
  throw new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message });
}

type Location = 'body' | 'query';

function parsedOrRefused<T>(
  request: Incoming,
  given: { schema: z.ZodType<T>; value: unknown; location: Location },
): T {
  const { schema, value, location } = given;
  const parsed = schema.safeParse(value);
  const name = location === 'body' ? '请求体' : '查询参数';
  if (parsed.success) {
    request.checks.push({ name, ok: true });
    return parsed.data;
  }
  const refusal = explainIssue(parsed.error.issues[0], value, location);
  request.checks.push({ name, ok: false, hint: refusal.message });
  throw refusal;
}

function explainIssue(issue: z.core.$ZodIssue | undefined, value: unknown, location: Location): PayRefusal {
  const path = issue?.path ?? [];
  const found = valueAt(value, path);
  if (issue?.code === 'unrecognized_keys') {
    const field = [...path, issue.keys[0] ?? ''].join('/');
    return paramError({ field, location }, '参数中含有非法的额外参数');
  }
  const shown = typeof found === 'object' ? undefined : found;
  return paramError({ field: path.join('/'), value: shown, location }, issueWords(issue, found));
}

function issueWords(issue: z.core.$ZodIssue | undefined, found: unknown): string {
  if (found === undefined && issue?.code !== 'custom') return '字段必填';
  switch (issue?.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `长度小于最小长度 ${issue.minimum}`
        : `值低于最小值 ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `长度超过最大长度 ${issue.maximum}`
        : `值超过最大值 ${issue.maximum}`;
    case 'invalid_type':
      return `类型应为 ${issue.expected}`;
    case 'invalid_value':
      return `只能是 ${issue.values.map(String).join('、')}`;
    case 'invalid_format':
      return '格式不正确';
    default:
      return issue?.message ?? '参数错误';
  }
}

/** 400 PARAM_ERROR that names the field, as a path below the body or as the name of a query parameter. */
export function paramError(
  at: { field: string; value?: unknown; location?: Location },
  problem: string,
): PayRefusal {
  const { location = 'body', value = '' } = at;
  const path = `/${at.field.replace(/^\//, '')}`;
  const shown = typeof value === 'string' ? value.slice(0, LONGEST_VALUE) : value;
  return new PayRefusal({
    status: 400,
    code: 'PARAM_ERROR',
    message: `输入源“/${location}${path}”规则校验失败，${problem}`,
    detail: { location, field: location === 'query' ? at.field : path, issue: problem, value: shown },
  });
}

function valueAt(body: unknown, path: PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}
