import type { Order } from '../orders';

export type InvoiceState = 'requested' | 'issued' | 'refused' | 'annulled';
export type Issued = { number: string; url: string; at: Date; amountFen: number };
type Facts = Pick<Order, 'status' | 'payableFen' | 'refunds' | 'channel'>;
type Kept = { state: InvoiceState; amountFen: number; issued: Issued | null; mustCorrect: boolean };

const NOT_KEPT: readonly string[] = ['pending_payment', 'cancelled', 'refunding', 'refunded'];

/** What of an order's money is ours to keep: paid, less everything that was asked to go back. */
export function keptFen({ status, payableFen, refunds }: Omit<Facts, 'channel'>): number {
  if (NOT_KEPT.includes(status)) return 0;
  return Math.max(0, payableFen - refunds.reduce((sum, { amountFen }) => sum + amountFen, 0));
}

/** Why there is no invoice of an order; null when there may be one. */
export function closedText(order: Facts): string | null {
  if (order.channel !== 'mini_program') return '请在购买的渠道或门店申请发票';
  if (order.status === 'pending_payment') return '付款后可以申请发票';
  return keptFen(order) === 0 ? '订单没有可开票的金额' : null;
}

export const STATE_TEXT: Record<InvoiceState, string> = {
  requested: '已申请，等待开具',
  issued: '已开具',
  refused: '未能开具，可修改后重新申请',
  annulled: '订单已退款，发票已作废',
};

/** What an invoice becomes once so much is kept; null when that changes nothing. An issued one waits to be made anew. */
export function follow(invoice: Kept, keptNowFen: number): Partial<Kept> | null {
  if (invoice.amountFen === keptNowFen) return null;
  const amountFen = keptNowFen;
  if (invoice.state === 'issued')
    return { amountFen, mustCorrect: keptNowFen !== (invoice.issued?.amountFen ?? 0) };
  return keptNowFen === 0 ? { amountFen, state: 'annulled' } : { amountFen };
}

/** What it becomes when it was issued (anew) for `amountFen`; with nothing left, the number is that of its reversal. */
export const issuedAs = (issued: Issued): Partial<Kept> & { refusedReason: null } => ({
  state: issued.amountFen === 0 ? 'annulled' : 'issued',
  issued,
  mustCorrect: false,
  refusedReason: null,
});
