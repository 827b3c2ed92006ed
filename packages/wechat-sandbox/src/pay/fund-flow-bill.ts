import type { Ctx } from '../ctx';
import { beijingDigits, beijingTime } from '../state/rfc3339';
import { billLine, inOrderOfTime } from './bill.rules';
import type { BillDay } from './bill.rules';
import { feeFen, yuan } from './money.rules';
import type { PayOrder, PayRefund } from './types';

export type Account = 'BASIC' | 'OPERATION' | 'FEES';

const HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const SUMMARY = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

type Flow = {
  atMs: number;
  /** Of the payment, or of the refund. */
  businessId: string;
  kind: string;
  name: string;
  movedFen: number;
  balanceFen: number;
  remark: string;
  voucher: string;
};

/**
 * The lines of a day's account from header to summary; none at all when nothing moved. Everything here moves on the basic account:
 * the operation and the fees account belong to products that are not here. What a test does to the balance is no flow.
 */
export function* fundFlowBillLines(ctx: Ctx, day: BillDay, account: Account): Generator<string> {
  if (account !== 'BASIC') return;
  const sums = { incomes: 0, incomeFen: 0, expenses: 0, expenseFen: 0 };
  let count = 0;
  for (const flow of flowsOf(ctx, day)) {
    if (count === 0) yield HEADER;
    count += 1;
    if (flow.movedFen >= 0) {
      sums.incomes += 1;
      sums.incomeFen += flow.movedFen;
    } else {
      sums.expenses += 1;
      sums.expenseFen -= flow.movedFen;
    }
    yield billLine(fieldsOf(ctx, flow, count));
  }
  if (count === 0) return;
  yield SUMMARY;
  const { incomes, incomeFen, expenses, expenseFen } = sums;
  yield billLine([String(count), String(incomes), yuan(incomeFen), String(expenses), yuan(expenseFen)]);
}

function fieldsOf(ctx: Ctx, flow: Flow, count: number): string[] {
  const { mchid } = ctx.world.merchant;
  return [
    beijingTime(flow.atMs).slice(0, 19).replace('T', ' '),
    flow.businessId,
    `${mchid}${beijingDigits(flow.atMs).slice(0, 8)}${String(count).padStart(10, '0')}`,
    flow.name,
    flow.kind,
    flow.movedFen >= 0 ? '收入' : '支出',
    yuan(Math.abs(flow.movedFen)),
    yuan(flow.balanceFen),
    'system',
    flow.remark,
    flow.voucher,
  ];
}

/** Payments with their fees, refunds, and what closed refunds gave back. */
function flowsOf(ctx: Ctx, { fromMs, toMs }: BillDay): Generator<Flow> {
  const payments = flattened(ctx.ledger.ordersPaid(fromMs, toMs), paymentFlows);
  const refunds = flattened(ctx.ledger.refundsCreated(fromMs, toMs), (refund) => [refundFlow(refund)]);
  const returns = flattened(ctx.ledger.refundsFinished(fromMs, toMs), (refund) =>
    refund.status === 'CLOSED' ? [returnFlow(refund)] : [],
  );
  return inOrderOfTime(payments, refunds, returns);
}

function* flattened<T>(records: Iterable<T>, flows: (record: T) => Iterable<Flow>): Generator<Flow> {
  for (const record of records) yield* flows(record);
}

function* paymentFlows(order: PayOrder): Generator<Flow> {
  const { total } = order.request.amount;
  const fee = feeFen(total);
  const businessId = order.transactionId ?? '';
  const balanceFen = order.balanceFen ?? 0;
  const common = { atMs: order.paidAt ?? 0, businessId, voucher: businessId };
  const remark = `结算总金额${yuan(total)}元;含手续费${yuan(fee)}元`;
  yield { ...common, kind: '交易', name: '交易', movedFen: total, balanceFen: balanceFen + fee, remark };
  if (fee === 0) return;
  const name = '扣除交易手续费';
  yield { ...common, kind: name, name, movedFen: -fee, balanceFen, remark: '' };
}

function refundFlow(refund: PayRefund): Flow {
  const { refundFen, feeBackFen, balanceFen } = refund;
  return {
    ...refundCommon(refund),
    atMs: refund.createdAt,
    movedFen: feeBackFen - refundFen,
    balanceFen,
    remark: `退款总金额${yuan(refundFen)}元;含手续费${yuan(feeBackFen)}元`,
  };
}

/** How a fund-flow bill words this is not documented. */
function returnFlow(refund: PayRefund): Flow {
  const { refundFen, feeBackFen } = refund;
  return {
    ...refundCommon(refund),
    atMs: refund.finishedAt ?? 0,
    movedFen: refundFen - feeBackFen,
    balanceFen: refund.returnedBalanceFen ?? 0,
    remark: `退款关闭，退回${yuan(refundFen - feeBackFen)}元`,
  };
}

function refundCommon(refund: PayRefund): Pick<Flow, 'businessId' | 'kind' | 'name' | 'voucher'> {
  return {
    businessId: refund.refundId,
    kind: '退款',
    name: '退款',
    voucher: `REF${refund.transactionId}`,
  };
}
