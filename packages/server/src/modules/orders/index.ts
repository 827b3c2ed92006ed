/**
 * An order is priced, held and promised once per intent, paid or given back, and handed over once.
 * Every change of state is one conditional update by the table in order.rules.ts.
 * Stock is held before the order exists and given back by news, so that no crash can lose or double it.
 * `orderPaid` means money received and stock kept; money for an order that is no longer payable goes back by itself.
 * Others read orders through this door and never see the collection.
 */
export {
  orderCancelled,
  orderHandedOver,
  orderPaid,
  orderPlaced,
  orderReady,
  orderRefunded,
  orderRefunding,
} from './events';
export type { OrderNews } from './events';
export type { Order } from './order.model';
export type { OrderStatus } from './order.rules';
export { findOrder, listOrdersOf, requireOwnOrder, summaryOf } from './read-orders';
export { markAccepted, markHandedOver, markReady } from './move-order';
export { statusText } from './order.rules';
