import type { Books, MovementRow, OrderRow, StockRow } from './books';
import { groupBy, note, sum, violation } from './violation';
import type { Violation } from './violation';

/** Until then an unpaid order's goods are promised for sure; the lease outlasts it by a few minutes. */
const isOpen = (order: OrderRow, now: Date): boolean =>
  order.status === 'pending_payment' && order.payBefore > now;
const WORKED_ON = ['paid', 'accepted', 'ready'];
export const GONE = ['handed_over', 'shipped', 'completed'];

/** Stock whose promises are lasting, and no person has to look at first. */
const isPromised = (order: OrderRow): boolean =>
  WORKED_ON.includes(order.status) && order.stockKeptAt !== null && order.needsAttention === null;

/** What of an order lies at its place, by SKU: not what went over the counter already or was struck off. */
function piecesOf(order: OrderRow): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const line of order.lines) {
    if (line.handedOver || line.removed) continue;
    pieces.set(line.skuId, (pieces.get(line.skuId) ?? 0) + line.quantity);
  }
  return pieces;
}

const stockKey = (locationId: string, skuId: string): string => `${locationId}/${skuId}`;

export function stockViolations(books: Books): Violation[] {
  const movements = groupBy(books.movements, (row) => stockKey(row.locationId, row.skuId));
  return books.stocks.flatMap((stock) => [
    ...promiseViolations(stock, movements.get(stock._id) ?? []),
    ...ledgerViolations(stock, movements.get(stock._id) ?? []),
  ]);
}

function promiseViolations(stock: StockRow, moved: readonly MovementRow[]): Violation[] {
  const promised = sum(stock.holds, (hold) => hold.quantity);
  const free = stock.onHand - (stock.safety ?? 0) - (stock.unsellable ?? 0);
  const lowered = [...moved, ...stock.unposted].some(
    ({ reason, quantity }) => quantity < 0 && reason !== 'handed_over',
  );
  const lasting = sum(stock.holds, (hold) => (hold.until === null ? hold.quantity : 0));
  return [
    ...(stock.held === promised
      ? []
      : [violation('HELD_IS_NOT_ITS_HOLDS', `held ${stock.held}, its holds ${promised}`, stock._id)]),
    ...(stock.held > stock.onHand
      ? [
          (lowered ? note : violation)(
            'HELD_MORE_THAN_THERE',
            `held ${stock.held} of ${stock.onHand}`,
            stock._id,
          ),
        ]
      : []),
    // What the store keeps back may go to somebody who has paid, but is never promised to somebody who has not.
    ...(stock.held <= stock.onHand && stock.held > free
      ? [
          (lowered || lasting > free ? note : violation)(
            'SAFETY_PROMISED',
            `held ${stock.held} of ${stock.onHand}, ${stock.safety} kept back`,
            stock._id,
          ),
        ]
      : []),
    ...(stock.onHand < 0 || stock.held < 0
      ? [violation('NEGATIVE_STOCK', `on hand ${stock.onHand}, held ${stock.held}`, stock._id)]
      : []),
  ];
}

function ledgerViolations(stock: StockRow, moved: readonly MovementRow[]): Violation[] {
  const known = new Set(moved.map(({ _id }) => _id));
  const waiting = stock.unposted.filter(({ _id }) => !known.has(_id));
  const ledger = sum([...moved, ...waiting], ({ quantity }) => quantity);
  return ledger === stock.onHand
    ? []
    : [violation('LEDGER_DIFFERS', `ledger ${ledger}, on hand ${stock.onHand}`, stock._id)];
}

/** Every line of every living order lies where the order says, exactly so often, and nothing lies there for nobody. */
export function allocationViolations(books: Books): Violation[] {
  const stocks = new Map(books.stocks.map((stock) => [stock._id, stock]));
  return [
    ...books.orders
      .filter((order) => isOpen(order, books.now) || isPromised(order))
      .flatMap((order) =>
        [...piecesOf(order)].flatMap(([skuId, quantity]) => {
          const holds = stocks.get(stockKey(order.locationId, skuId))?.holds ?? [];
          const held = sum(holds, (hold) => (hold.id === order.holdId ? hold.quantity : 0));
          return held === quantity
            ? []
            : [
                violation(
                  'LINE_NOT_ALLOCATED',
                  `${order.status}: ${quantity} of ${skuId}, held ${held}`,
                  order._id,
                ),
              ];
        }),
      ),
    ...doubleHolds(books),
  ];
}

/** An order's goods are promised at one place only. */
function doubleHolds({ stocks }: Books): Violation[] {
  const entries = stocks.flatMap(({ _id, skuId, holds }) =>
    holds.map((hold) => ({ stock: _id, skuId, id: hold.id })),
  );
  const twice = [...groupBy(entries, ({ id, skuId }) => `${id} ${skuId}`).values()].filter(
    ({ length }) => length > 1,
  );
  return twice.map((found) =>
    violation('HELD_TWICE', `one hold in ${found.map(({ stock }) => stock).join(', ')}`, found[0]?.id ?? ''),
  );
}

/** At rest: nobody leases anything any more, and what is kept for good is kept for an order. */
export function restingStockViolations(books: Books): Violation[] {
  const living = new Set(
    books.orders
      .filter(({ status }) => [...WORKED_ON, 'pending_payment', 'refunding'].includes(status))
      .map(({ holdId }) => holdId),
  );
  for (const { offer } of books.assignments) if (offer) living.add(offer.holdId);
  for (const { exchange } of books.cases) if (exchange) living.add(exchange.holdId);
  return books.stocks.flatMap((stock) => [
    ...stock.holds.flatMap(({ id, quantity, until }) => {
      if (until !== null && until <= books.now)
        return [violation('LEASE_LEFT', `${quantity} leased until ${until.toISOString()}`, stock._id, id)];
      if (until === null && !living.has(id))
        return [violation('HELD_FOR_NOBODY', `${quantity} kept for no living order`, stock._id, id)];
      return [];
    }),
    ...stock.unposted.map(({ _id }) =>
      violation('MOVEMENT_NOT_POSTED', 'not in the ledger yet', stock._id, _id),
    ),
  ]);
}

/** At rest: what went over the counter left the house once, and what did not is still there. */
export function departureViolations(books: Books): Violation[] {
  const went = groupBy(
    books.movements.filter(({ reason }) => reason === 'handed_over'),
    ({ ref, skuId }) => `${ref} ${skuId}`,
  );
  return books.orders.flatMap((order) => {
    const wanted = new Map<string, number>();
    const listed = order.lines.some(({ handedOver }) => handedOver);
    const all = order.shippedAt ? true : GONE.includes(order.status) && !listed;
    for (const { skuId, quantity, handedOver, removed } of order.lines)
      if ((all && !removed) || handedOver) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
    const skuIds = new Set(order.lines.map(({ skuId }) => skuId));
    return [...skuIds].flatMap((skuId) => {
      const left = -sum(went.get(`${order.holdId} ${skuId}`) ?? [], ({ quantity }) => quantity);
      const should = wanted.get(skuId) ?? 0;
      return left === should
        ? []
        : [
            violation(
              'LEFT_THE_HOUSE_WRONGLY',
              `${order.status}: ${left} of ${skuId} left, not ${should}`,
              order._id,
            ),
          ];
    });
  });
}
