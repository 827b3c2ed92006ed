import type { Books } from './books';
import { GONE } from './stock.rules';
import { groupBy, violation } from './violation';
import type { Violation } from './violation';

const ENDED = [...GONE, 'cancelled', 'refunded'];
const OPEN_OFFERS = ['offered', 'accepted', 'picking', 'ready'];

/** Each order goes over a counter at most once, and only where it says so. */
export function handoverViolations(books: Books): Violation[] {
  const status = new Map(books.orders.map((order) => [order._id, order.status]));
  const open = books.orders.filter(({ lines }) => lines.some(({ handedOver }) => handedOver));
  const partial = new Set(open.map(({ _id }) => _id));
  return [...groupBy(books.handovers, ({ subject }) => subject)].flatMap(([orderId, rows]) => [
    ...(rows.length > 1 && !partial.has(orderId)
      ? [violation('HANDED_OVER_TWICE', `${rows.length} handovers in the audit log`, orderId)]
      : []),
    ...(GONE.includes(status.get(orderId) ?? '') || partial.has(orderId)
      ? []
      : [violation('HANDED_OVER_UNNOTICED', `handed over, yet ${status.get(orderId)}`, orderId)]),
  ]);
}

/** At rest: a living order has one open offer, where its goods are; an ended one has none and waits in no queue. */
export function offerViolations(books: Books): Violation[] {
  const orders = new Map(books.orders.map((order) => [order._id, order]));
  return [
    ...books.assignments.flatMap(({ _id, offer }) => {
      const order = orders.get(_id);
      if (!order || !offer || !OPEN_OFFERS.includes(offer.state)) return [];
      if (ENDED.includes(order.status))
        return [violation('OFFER_LEFT', `${offer.state} for an order that is ${order.status}`, _id)];
      if (order.status !== 'refunding' && offer.holdId !== order.holdId)
        return [
          violation('OFFER_ELSEWHERE', `offered at ${offer.locationId}, held at ${order.locationId}`, _id),
        ];
      return [];
    }),
    ...books.tasks.flatMap(({ _id, endedAt }) => {
      const status = orders.get(_id)?.status ?? 'gone';
      return endedAt === null && [...ENDED, 'gone'].includes(status)
        ? [violation('TASK_LEFT', `in the queue, and the order is ${status}`, _id)]
        : [];
    }),
  ];
}

/** At rest: no news and no job waits, and no order is on its way between two states. */
export function outboxViolations(books: Books): Violation[] {
  return [
    ...books.outbox.map(({ _id, name, key }) => violation('OUTBOX_LEFT', `${name} of ${key} is due`, _id)),
    ...books.orders.flatMap((order) => {
      const stuck =
        (order.status === 'pending_payment' && order.payBefore <= books.now) ||
        (order.status === 'refunding' && order.needsAttention === null) ||
        (order.status === 'paid' && order.stockKeptAt === null);
      return stuck ? [violation('ORDER_UNSETTLED', `still ${order.status}`, order._id)] : [];
    }),
  ];
}
