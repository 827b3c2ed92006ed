/**
 * An order is priced, held and promised once per intent, paid or given back, and handed over once.
 * Every change of state is one conditional update by the table in order.rules.ts.
 * Stock is held before the order exists and given back by news, so that no crash can lose or double it.
 * `orderPaid` means money received and stock kept; money for an order that is no longer payable goes back by itself.
 * Others read orders through this door and never see the collection.
 */
export {
  channelRefundAsked,
  orderCancelled,
  orderCompleted,
  orderHandedOver,
  orderLinesHandedOver,
  orderLinesRemoved,
  orderMoneyBack,
  orderMoneyStuck,
  orderMoved,
  orderPaid,
  orderPlaced,
  orderReady,
  orderRefunded,
  orderRefunding,
  orderShipped,
  orderTurned,
} from './events';
export type { OrderNews } from './events';
export type { Order } from './order.model';
export type { OrderStatus } from './order.rules';
export { findOrder, listOrdersOf, requireOwnOrder, summaryOf } from './read-orders';
export { markAccepted, markGivenBack, markHandedOver, markReady } from './move-order';
export type { HandOver } from './move-order';
export { everyOrder, integrityErrors } from './check-integrity';
export { takeOver } from './move-fulfilment';
export { openAddress, shipOrder } from './ship-order';
export { extendPickup, giveUpUncollected, listUncollected } from './keep-for-pickup';
export { movedText, presentTracking } from './present';
export { beginChannelOrder } from './begin-channel-order';
export { placeFromChannel } from './place-from-channel';
export type { ChannelLine, ChannelOrderInput } from './place-from-channel';
export { turnIntoPickup } from './turn-into-pickup';
export type { TurnIntoPickup } from './turn-into-pickup';
export {
  eraseOf,
  exportOf,
  forgetKept,
  orderIdsOf,
  orderIdsOfLeaving,
  stillKept,
  unfinishedOf,
} from './personal-data';
export { statusText } from './order.rules';
export { recordLineRefund, refundIntegrityErrors } from './refund-lines';
export { startRefund } from './refund-order';
export { flagFailedRefund as flagChannelRefund, recordRefund as settleChannelRefund } from './refund-order';
export { hasLeft, priceRefund, refundFenOf, refundableLines } from './refund.rules';
export type { OrderRefund, RefundableLine } from './refund.rules';
