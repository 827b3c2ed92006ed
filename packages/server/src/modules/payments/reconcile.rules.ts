import { shanghai } from '@omni/shared/time';
import type { BillRow } from '../../platform/wechat-pay';
import type { PaymentState } from './payment.rules';
import type { RefundState } from './refund.rules';

export type DifferenceKind =
  | 'notice_lost'
  | 'bill_only'
  | 'ours_only'
  | 'amount_differs'
  | 'refund_bill_only'
  | 'refund_ours_only'
  | 'refund_amount_differs'
  | 'status_differs';
/** `ask`: WeChat Pay is asked first; what it then says may settle it. */
export type Verdict = 'same' | 'ask' | { kind: DifferenceKind; explanation: string };

export const KIND_TEXT: Record<DifferenceKind, string> = {
  notice_lost: '收款通知丢失',
  bill_only: '账单有收款、我方没有',
  ours_only: '我方有收款、账单没有',
  amount_differs: '收款金额不一致',
  refund_bill_only: '账单有退款、我方没有',
  refund_ours_only: '我方有退款、账单没有',
  refund_amount_differs: '退款金额不一致',
  status_differs: '状态不一致',
};

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
const READY_AT_HOUR = 10;
/** WeChat Pay keeps bills for three months. */
const KEPT_DAYS = 89;

/** `2026-11-23` in Shanghai as [from, to). */
export function billDay(date: string): { from: Date; to: Date } {
  const fromMs = Date.parse(`${date}T00:00:00+08:00`);
  return { from: new Date(fromMs), to: new Date(fromMs + DAY_MS) };
}

/** From ten o'clock of the next day. */
export const billReadyAt = (date: string): Date =>
  new Date(billDay(date).to.getTime() + READY_AT_HOUR * HOUR_MS);

export const billIsThere = (date: string, now: Date): boolean =>
  billReadyAt(date) <= now && now.getTime() - billDay(date).from.getTime() <= KEPT_DAYS * DAY_MS;

/** The last `days` days whose bill is ready, the latest first. */
export function readyBills(now: Date, days: number): string[] {
  const back = Array.from({ length: days + 1 }, (_, i) => new Date(now.getTime() - (i + 1) * DAY_MS));
  return back
    .map((at) => shanghai(at).date)
    .filter((date) => billReadyAt(date) <= now)
    .slice(0, days);
}

type OurPayment = { state: PaymentState; amountFen: number; transactionId: string | null };

/** A payment row of the bill beside what we have of it. */
export function judgePayment(row: BillRow, ours: OurPayment | undefined): Verdict {
  if (row.kind === 'other') {
    if (ours?.state !== 'paid') return 'same';
    return { kind: 'status_differs', explanation: `账单状态为 ${row.tradeState}，我方为已收款` };
  }
  if (!ours)
    return { kind: 'bill_only', explanation: '微信支付账单里有这笔收款，我方没有对应的支付单，请核实来源' };
  if (ours.amountFen !== row.amountFen)
    return { kind: 'amount_differs', explanation: '账单订单金额与我方应付金额不一致' };
  if (ours.state !== 'paid') return 'ask';
  if (ours.transactionId !== row.transactionId)
    return { kind: 'status_differs', explanation: '同一商户订单号在账单里是另一笔微信支付交易' };
  return 'same';
}

type OurRefund = { state: RefundState; failure: string | null; refundFen: number };
type Standing = 'requested' | 'processing' | 'succeeded' | 'closed' | 'abnormal';
const standingOf = ({ state, failure }: OurRefund): Standing => {
  if (state !== 'failed') return state;
  return failure === 'CLOSED' ? 'closed' : 'abnormal';
};

/**
 * The bill tells how a refund stood when it was made, so what went on since is no difference; what the bill knows further than
 * we do is asked after.
 */
const FITS: Record<Standing, readonly string[]> = {
  requested: [],
  processing: ['PROCESSING', 'CHANGE'],
  succeeded: ['PROCESSING', 'CHANGE', 'SUCCESS'],
  closed: ['PROCESSING', 'CHANGE', 'FAIL'],
  abnormal: ['PROCESSING', 'CHANGE'],
};
const ENDED: readonly Standing[] = ['succeeded', 'closed'];

export function judgeRefund(row: BillRow, ours: OurRefund | undefined): Verdict {
  const { refundFen, status } = row.refund ?? { refundFen: 0, status: '' };
  if (!ours)
    return {
      kind: 'refund_bill_only',
      explanation: '微信支付账单里有这笔退款，不是本系统发起的，请核实来源',
    };
  if (ours.refundFen !== refundFen)
    return { kind: 'refund_amount_differs', explanation: '账单退款金额与我方退款金额不一致' };
  const standing = standingOf(ours);
  if (FITS[standing].includes(status)) return 'same';
  return ENDED.includes(standing) ? refundStatusDiffers(row, ours) : 'ask';
}

const OUR_REFUND: Record<Standing, string> = {
  requested: '未受理',
  processing: '处理中',
  succeeded: '已退款',
  closed: '已关闭',
  abnormal: '退款异常',
};
export const refundStatusDiffers = (row: BillRow, ours: OurRefund): Verdict => ({
  kind: 'status_differs',
  explanation: `账单退款状态为 ${row.refund?.status ?? ''}，我方为${OUR_REFUND[standingOf(ours)]}`,
});
