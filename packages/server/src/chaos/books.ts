import mongoose from 'mongoose';

/**
 * Everything that has to add up, as it lies in the database: read raw and whole, because the question is what is written
 * there and not what the modules would say about it. Fields that came later may be missing from older documents.
 */
export type StockRow = {
  _id: string;
  locationId: string;
  skuId: string;
  onHand: number;
  held: number;
  safety?: number;
  /** Pieces kept back as unsellable. */
  unsellable?: number;
  holds: { id: string; quantity: number; until: Date | null }[];
  unposted: MovementRow[];
};
export type MovementRow = {
  _id: string;
  locationId: string;
  skuId: string;
  quantity: number;
  reason: string;
  ref: string;
};
export type OrderRow = {
  _id: string;
  status: string;
  channel?: string;
  holdId: string;
  locationId: string;
  lines: {
    lineNo: number;
    skuId: string;
    quantity: number;
    handedOver?: boolean;
    removed?: boolean;
  }[];
  payableFen: number;
  refundedFen?: number;
  coupon?: { couponId: string } | null;
  coupons?: { couponId: string }[];
  payBefore: Date;
  stockKeptAt: Date | null;
  shippedAt?: Date | null;
  refunds?: { key: string }[];
  needsAttention: string | null;
};
export type PaymentRow = { _id: string; outTradeNo: string; amountFen: number; state: string };
export type RefundRow = { _id: string; orderId: string; refundFen: number; state: string };
export type CouponRow = {
  _id: string;
  templateId: string;
  state: string;
  orderId: string | null;
  heldUntil: Date | null;
};
export type TemplateRow = {
  _id: string;
  claimed?: number;
  totalLimit?: number;
  reservations?: { couponId: string; at: Date }[];
};
export type AssignmentRow = {
  _id: string;
  state: string;
  offer: { offerId: string; locationId: string; holdId: string; state: string } | null;
};
export type CaseRow = { _id: string; exchange: { holdId: string } | null };
export type TaskRow = { _id: string; stage: string; endedAt: Date | null };
export type AuditRow = { _id: string; action: string; subject: string };
export type OutboxRow = { _id: string; name: string; key: string; dueAt: Date };

export type Books = {
  now: Date;
  stocks: StockRow[];
  movements: MovementRow[];
  orders: OrderRow[];
  payments: PaymentRow[];
  refunds: RefundRow[];
  coupons: CouponRow[];
  templates: TemplateRow[];
  assignments: AssignmentRow[];
  cases: CaseRow[];
  tasks: TaskRow[];
  handovers: AuditRow[];
  outbox: OutboxRow[];
};

const all = <T>(name: string, filter: object = {}): Promise<T[]> =>
  mongoose.connection.collection(name).find(filter).toArray() as unknown as Promise<T[]>;

/** One look at the whole database; only at rest do the collections fit each other. */
export async function readBooks(now: Date): Promise<Books> {
  return {
    now,
    stocks: await all('stocks'),
    movements: await all('stock_movements'),
    orders: await all('orders'),
    payments: await all('payments'),
    refunds: await all('refunds'),
    coupons: await all('coupons'),
    templates: await all('coupon_templates'),
    assignments: await all('assignments'),
    cases: await all('aftersale_cases'),
    tasks: await all('pickup_tasks'),
    handovers: await all('audit_log', { action: 'pickup.redeem' }),
    outbox: await all('outbox', { dueAt: { $lte: now } }),
  };
}
