import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Difference } from './bill-difference.model';
import { KIND_TEXT } from './reconcile.rules';
import type { Run, RunState } from './reconciliation.model';
import type { Refund } from './refund.model';
import { FAILURE_TEXT } from './refund.rules';

type FailedRefund = Answer<Contracts['payments.listFailedRefunds']>['items'][number];
type DifferenceView = Answer<Contracts['payments.resolveDifference']>;
type RunView = Answer<Contracts['payments.runReconciliation']>;

const REFUSAL_TEXT: Readonly<Record<string, string>> = {
  NOT_ENOUGH: '商户账户余额不足，请充值，系统会自动重试',
  USER_ACCOUNT_ABNORMAL: '用户账户异常，请联系顾客以其他方式退款',
  TRADE_OVERDUE: '支付已超过一年，微信支付不再受理退款，请以其他方式退款',
};

export function presentFailedRefund(row: Refund): FailedRefund {
  const { failure } = row;
  const state = failure === null ? 'refused' : ({ CLOSED: 'closed', ABNORMAL: 'abnormal' } as const)[failure];
  const refusal = row.refusal ?? '';
  return {
    orderId: row.orderId,
    key: row.key ?? 'full',
    outRefundNo: row._id,
    amountFen: row.refundFen,
    reason: row.reason,
    state,
    problem: failure
      ? FAILURE_TEXT[failure]
      : (REFUSAL_TEXT[refusal] ?? `微信支付未受理（${refusal}），系统会自动重试`),
    askedAt: row.createdAt.toISOString(),
    failedAt: row.failedAt?.toISOString() ?? null,
    actions: [state === 'abnormal' ? 'redirect' : 'retry'],
  };
}

export const presentDifference = (row: Difference): DifferenceView => ({
  differenceId: row._id,
  billDate: row.billDate,
  kind: row.kind,
  kindText: KIND_TEXT[row.kind],
  number: row.number,
  outTradeNo: row.outTradeNo,
  transactionId: row.transactionId,
  orderId: row.orderId,
  ourFen: row.ourFen,
  billFen: row.billFen,
  explanation: row.explanation,
  state: row.state,
  resolution: row.resolution,
  by: row.by,
  foundAt: row.foundAt.toISOString(),
  settledAt: row.settledAt?.toISOString() ?? null,
});

const RUN_TEXT: Record<RunState, string> = {
  planned: '等待对账',
  running: '对账中',
  done: '已对账',
  no_bill: '当日无账单',
  failed: '对账失败',
};

export const presentRun = (run: Run, openDifferences: number): RunView => ({
  billDate: run._id,
  state: run.state,
  stateText: RUN_TEXT[run.state],
  payments: run.payments,
  paidFen: run.paidFen,
  refunds: run.refunds,
  refundedFen: run.refundedFen,
  openDifferences,
  problem: run.problem,
  endedAt: run.endedAt?.toISOString() ?? null,
});
