import type { Ctx } from '../ctx';
import { beijingTime } from '../state/rfc3339';
import { billLine, inOrderOfTime, madeAt } from './bill.rules';
import type { BillDay } from './bill.rules';
import { FEE_RATE_TEXT, feeUnits, fiveDecimals, yuan } from './money.rules';
import { TRADE_TYPES, channelOf } from './present';
import type { PayOrder, PayRefund } from './types';

export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND';

const PAYER_COLUMNS = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
];
const REFUND_TIMES = ['退款申请时间', '退款成功时间'];
const REFUND_COLUMNS = ['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态'];
const GOODS_COLUMNS = ['商品名称', '商户数据包', '手续费', '费率', '订单金额'];
const SUMMARY =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const NO_REFUND = ['0', '0', '0.00', '0.00', '', ''];
const DIRECT_MERCHANT = '0';

type Row = {
  atMs: number;
  order: PayOrder;
  refund?: PayRefund;
};
type Sums = { count: number; paidFen: number; refundedFen: number; feeUnits: number };

/** The lines of a day's bill from header to summary; none at all when nothing happened. */
export function* tradeBillLines(ctx: Ctx, day: BillDay, type: TradeBillType): Generator<string> {
  const sums: Sums = { count: 0, paidFen: 0, refundedFen: 0, feeUnits: 0 };
  for (const row of rowsOf(ctx, day, type)) {
    if (sums.count === 0) yield header(type).join(',');
    addUp(sums, row);
    yield billLine(
      row.refund ? refundFields(ctx, row.refund, { ...row, day, type }) : paymentFields(row, type),
    );
  }
  if (sums.count === 0) return;
  yield SUMMARY;
  const { count, paidFen, refundedFen } = sums;
  yield billLine([
    String(count),
    yuan(paidFen),
    yuan(refundedFen),
    yuan(0),
    fiveDecimals(sums.feeUnits),
    yuan(paidFen),
    yuan(refundedFen),
  ]);
}

function header(type: TradeBillType): string[] {
  const refund = { ALL: REFUND_COLUMNS, SUCCESS: [], REFUND: [...REFUND_TIMES, ...REFUND_COLUMNS] }[type];
  const applied = type === 'SUCCESS' ? [] : ['申请退款金额'];
  return [...PAYER_COLUMNS, ...refund, ...GOODS_COLUMNS, ...applied, '费率备注'];
}

/** Payments and refunds of the day in the order they happened. */
function rowsOf(ctx: Ctx, day: BillDay, type: TradeBillType): Generator<Row> {
  const payments = type === 'REFUND' ? [] : paymentRows(ctx, day);
  const refunds = type === 'SUCCESS' ? [] : refundRows(ctx, day);
  return inOrderOfTime(payments, refunds);
}

function* paymentRows(ctx: Ctx, day: BillDay): Generator<Row> {
  for (const order of ctx.ledger.ordersPaid(day.fromMs, day.toMs)) yield { atMs: order.paidAt ?? 0, order };
}

function* refundRows(ctx: Ctx, day: BillDay): Generator<Row> {
  for (const refund of ctx.ledger.refundsCreated(day.fromMs, day.toMs)) {
    const order = ctx.ledger.order(refund.orderSeq);
    if (order) yield { atMs: refund.createdAt, order, refund };
  }
}

function addUp(sums: Sums, { order, refund }: Row): void {
  sums.count += 1;
  sums.paidFen += refund ? 0 : order.request.amount.total;
  sums.refundedFen += refund?.refundFen ?? 0;
  sums.feeUnits += refund ? -feeUnits(refund.refundFen) : feeUnits(order.request.amount.total);
}

function paymentFields({ order }: Row, type: TradeBillType): string[] {
  const { total } = order.request.amount;
  return [
    ...payerFields(order, { atMs: order.paidAt ?? 0, state: 'SUCCESS', settledFen: total }),
    ...(type === 'ALL' ? NO_REFUND : []),
    ...goodsFields(order, feeUnits(total)),
    ...(type === 'ALL' ? [yuan(0)] : []),
    '',
  ];
}

function refundFields(
  ctx: Ctx,
  refund: PayRefund,
  row: { order: PayOrder; day: BillDay; type: TradeBillType },
): string[] {
  const { order, day, type } = row;
  const { status, succeededAt } = standing(refund, madeAt(day));
  const atMs = ctx.rules.billRefundRowTime === 'refund' ? refund.createdAt : (order.paidAt ?? 0);
  const times = [billTime(refund.createdAt), succeededAt === undefined ? '' : billTime(succeededAt)];
  return [
    ...payerFields(order, { atMs, state: 'REFUND', settledFen: 0 }),
    ...(type === 'REFUND' ? times : []),
    refund.refundId,
    refund.outRefundNo,
    yuan(refund.refundFen),
    yuan(0),
    channelOf(refund),
    status,
    ...goodsFields(order, -feeUnits(refund.refundFen)),
    yuan(refund.refundFen),
    '',
  ];
}

function payerFields(order: PayOrder, row: { atMs: number; state: string; settledFen: number }): string[] {
  const { request } = order;
  return [
    billTime(row.atMs),
    request.appid,
    request.mchid,
    DIRECT_MERCHANT,
    request.scene_info?.device_id ?? '',
    order.transactionId ?? '',
    request.out_trade_no,
    order.openid ?? '',
    TRADE_TYPES[order.endpoint],
    row.state,
    'OTHERS',
    'CNY',
    yuan(row.settledFen),
    yuan(0),
  ];
}

function goodsFields(order: PayOrder, fee: number): string[] {
  const { description, attach = '', amount } = order.request;
  return [description, attach, fiveDecimals(fee), FEE_RATE_TEXT, yuan(amount.total)];
}

/** Bills have words of their own for how a refund stands. */
function standing(refund: PayRefund, atMs: number): { status: string; succeededAt?: number } {
  const { status, finishedAt, abnormalAt } = refund;
  if (finishedAt !== undefined && finishedAt <= atMs) {
    if (status === 'SUCCESS') return { status: 'SUCCESS', succeededAt: finishedAt };
    return { status: status === 'CLOSED' ? 'FAIL' : 'CHANGE' };
  }
  return { status: abnormalAt !== undefined && abnormalAt <= atMs ? 'CHANGE' : 'PROCESSING' };
}

function billTime(ms: number): string {
  return beijingTime(ms).slice(0, 19).replace('T', ' ');
}
