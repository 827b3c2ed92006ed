import type { Books, OrderRow } from './books';
import type { Promises } from './promises';
import { GONE } from './stock.rules';
import type { Wrong } from './tally';

const KEPT = ['paid', 'accepted', 'ready', ...GONE];

/** Holds everything people were told against what is true now that everything has settled. */
export function brokenPromises(promises: Promises, books: Books): Wrong[] {
  const orders = new Map(books.orders.map((order) => [order._id, order]));
  const isNot = (orderIds: Iterable<string>, statuses: readonly string[], what: string): Wrong[] =>
    [...orderIds].flatMap((orderId) => {
      const status = orders.get(orderId)?.status ?? 'absent';
      return statuses.includes(status) ? [] : [{ what, detail: `${orderId} is ${status}` }];
    });
  return [
    ...[...promises.placed].flatMap(([orderId, { payableFen }]) => {
      const order = orders.get(orderId);
      return order?.payableFen === payableFen
        ? []
        : [
            {
              what: 'answered as placed',
              detail: `${orderId} is ${order ? `for ${order.payableFen}` : 'absent'}`,
            },
          ];
    }),
    ...isNot(promises.toldPaid, [...KEPT, 'refunded'], 'told that it is paid'),
    ...isNot(promises.toldCancelled, ['cancelled'], 'told that it is cancelled'),
    ...isNot(promises.toldRefund, ['refunded'], 'told that the money comes back'),
    ...isNot(promises.refusedRefund, GONE, 'refused a refund as too late'),
    ...isNot(promises.handedOver.keys(), ['handed_over', 'completed'], 'told to hand over'),
    ...[...promises.handedOver].flatMap(([orderId, times]) =>
      times > 1 ? [{ what: 'told to hand over more than once', detail: `${orderId} ${times} times` }] : [],
    ),
  ];
}

export type Fates = { served: number; refunded: number; waiting: OrderRow[]; lost: string[] };

/** What became of every order that was paid at WeChat Pay. Delivery orders wait for their parcel where nobody ships yet. */
export function fatesOfPaid(promises: Promises, books: Books, ships: boolean): Fates {
  const orders = new Map(books.orders.map((order) => [order._id, order]));
  const fates: Fates = { served: 0, refunded: 0, waiting: [], lost: [] };
  for (const orderId of promises.paidAtWechat) {
    const order = orders.get(orderId);
    if (order && GONE.includes(order.status)) fates.served += 1;
    else if (order?.status === 'refunded' || order?.status === 'cancelled') fates.refunded += 1;
    else if (order?.status === 'paid' && order.stockKeptAt && !ships) fates.waiting.push(order);
    else fates.lost.push(`${orderId} is ${order?.status ?? 'absent'}`);
  }
  return fates;
}
