import type { Books, CouponRow, OrderRow } from './books';
import { GONE } from './stock.rules';
import { groupBy, sum, violation } from './violation';
import type { Violation } from './violation';

/** What WeChat Pay itself has in its books. */
export type PlatformLedger = {
  payments: { outTradeNo: string; amountFen: number; state: string }[];
  refunds: { outRefundNo: string; outTradeNo: string; amountFen: number; status: string }[];
};

const KEEPING = ['paid', 'accepted', 'ready', ...GONE];
const isOurs = ({ channel }: OrderRow): boolean => channel === undefined || channel === 'mini_program';

/** What an order keeps of the money: its total less what went back, and nothing when it did not happen. */
function worth({ status, payableFen, refundedFen = 0, refunds = [] }: OrderRow): number {
  if (status === 'pending_payment' || status === 'cancelled') return 0;
  // Refunds are listed, but for those of before they were.
  return status === 'refunded' && refunds.length === 0 ? 0 : payableFen - refundedFen;
}

/** At rest: captured less refunded is what the orders keep, for each and in sum. A refund that waits for people is left out. */
export function moneyViolations(books: Books): Violation[] {
  const paid = books.payments.filter(({ state }) => state === 'paid');
  const captured = new Map(paid.map(({ _id, amountFen }) => [_id, amountFen]));
  const back = groupBy(
    books.refunds.filter(({ state }) => state === 'succeeded'),
    ({ orderId }) => orderId,
  );
  const keptOf = (orderId: string): number =>
    (captured.get(orderId) ?? 0) - sum(back.get(orderId) ?? [], ({ refundFen }) => refundFen);
  const orders = books.orders.filter((order) => isOurs(order) && order.needsAttention === null);
  const known = new Set(books.orders.map(({ _id }) => _id));
  const each = orders.flatMap((order) => {
    const kept = keptOf(order._id);
    return kept === worth(order)
      ? []
      : [violation('MONEY_DIFFERS', `${order.status}: kept ${kept}, worth ${worth(order)}`, order._id)];
  });
  const strange = paid.filter(({ _id }) => !known.has(_id));
  const total = sum(orders, ({ _id }) => keptOf(_id));
  const should = sum(orders, worth);
  return [
    ...each,
    ...strange.map(({ _id }) => violation('MONEY_FOR_NOTHING', 'a payment without an order', _id)),
    ...(total === should ? [] : [violation('MONEY_SUM_DIFFERS', `kept ${total}, orders worth ${should}`)]),
  ];
}

/** At rest: WeChat Pay's books and ours name the same payments and refunds with the same amounts. */
export function platformViolations(books: Books, ledger: PlatformLedger): Violation[] {
  const ours = [
    ...books.payments
      .filter(({ state }) => state === 'paid')
      .map((row) => `paid ${row.outTradeNo} ${row.amountFen}`),
    ...books.refunds
      .filter(({ state }) => state === 'succeeded')
      .map((row) => `refunded ${row._id} ${row.refundFen}`),
  ];
  const theirs = [
    ...ledger.payments
      .filter(({ state }) => state === 'SUCCESS' || state === 'REFUND')
      .map((row) => `paid ${row.outTradeNo} ${row.amountFen}`),
    ...ledger.refunds
      .filter(({ status }) => status === 'SUCCESS')
      .map((row) => `refunded ${row.outRefundNo} ${row.amountFen}`),
  ];
  const [mine, other] = [new Set(ours), new Set(theirs)];
  return [
    ...ours.filter((row) => !other.has(row)).map((row) => violation('WECHAT_PAY_KNOWS_NOT', row)),
    ...theirs.filter((row) => !mine.has(row)).map((row) => violation('WE_KNOW_NOT', row)),
    ...(theirs.length === other.size ? [] : [violation('WECHAT_PAY_DOUBLE', 'a row stands there twice')]),
  ];
}

export const couponsOf = ({ coupon, coupons }: OrderRow): string[] =>
  [...(coupon ? [coupon] : []), ...(coupons ?? [])].map(({ couponId }) => couponId);

/** Each coupon serves at most one order that happened. */
export function couponViolations(books: Books): Violation[] {
  const uses = books.orders
    .filter(({ status }) => KEEPING.includes(status))
    .flatMap((order) => couponsOf(order).map((couponId) => ({ couponId, orderId: order._id })));
  const twice = [...groupBy(uses, ({ couponId }) => couponId)].filter(([, rows]) => rows.length > 1);
  const coupons = groupBy(
    books.coupons.filter(({ state }) => state !== 'void'),
    ({ templateId }) => templateId,
  );
  return [
    ...twice.map(([couponId, rows]) =>
      violation('COUPON_USED_TWICE', 'two orders have it', couponId, ...rows.map(({ orderId }) => orderId)),
    ),
    ...books.templates.flatMap(({ _id, claimed, totalLimit = Infinity }) => {
      const issued = coupons.get(_id)?.length ?? 0;
      return claimed === undefined || (issued <= claimed && claimed <= totalLimit)
        ? []
        : [
            violation(
              'COUPONS_BEYOND_LIMIT',
              `${issued} issued, ${claimed} counted, limit ${totalLimit}`,
              _id,
            ),
          ];
    }),
  ];
}

/** At rest: a used coupon is used by the order that says so, no lease is left, and no claim is half done. */
export function restingCouponViolations(books: Books): Violation[] {
  const orders = new Map(books.orders.map((order) => [order._id, order]));
  const usedBy = (coupon: CouponRow): Violation[] => {
    const order = orders.get(coupon.orderId ?? '');
    const fits = order && couponsOf(order).includes(coupon._id) && KEEPING.includes(order.status);
    // Written off in a store: no order of ours.
    if (fits || (coupon.orderId !== null && !order)) return [];
    return [violation('COUPON_USED_FOR_NOTHING', `used by an order that is ${order?.status}`, coupon._id)];
  };
  const states = new Map(books.coupons.map((coupon) => [coupon._id, coupon]));
  return [
    ...books.coupons.filter(({ state }) => state === 'used').flatMap(usedBy),
    ...books.coupons
      .filter(({ state, heldUntil }) => state === 'held' && heldUntil !== null && heldUntil <= books.now)
      .map(({ _id }) => violation('COUPON_LEASE_LEFT', 'held beyond its lease', _id)),
    ...books.orders
      .filter(({ status, stockKeptAt }) => KEEPING.includes(status) && stockKeptAt !== null)
      .flatMap((order) =>
        couponsOf(order)
          .filter(
            (couponId) =>
              states.get(couponId)?.state !== 'used' || states.get(couponId)?.orderId !== order._id,
          )
          .map((couponId) =>
            violation(
              'COUPON_NOT_USED',
              `the coupon of an order that is ${order.status}`,
              couponId,
              order._id,
            ),
          ),
      ),
    ...books.templates.flatMap(({ _id, reservations = [] }) =>
      reservations.map(({ couponId }) =>
        violation('CLAIM_HALF_DONE', 'reserved and never issued', _id, couponId),
      ),
    ),
  ];
}
