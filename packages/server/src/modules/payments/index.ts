/**
 * One payment per order, whose money is found whatever happens to notices: by notice, by asking, by the next look, or on the
 * bill of the day. `paymentSucceeded` is published once per order, even for a payment that was closed: whoever owns the order
 * decides. `refund` writes down the wish (call it inside your transaction) and pursues it, one refund of a payment after the
 * other, until WeChat Pay says how it ended: `paymentRefunded` or `refundFailed`. `prepay`, `sync` and `close` call WeChat Pay:
 * never inside a transaction.
 */
export { paymentRefunded, paymentSucceeded, refundFailed } from './events';
export { prepay } from './prepay';
export type { PrepayInput, RequestPaymentParams } from './prepay';
export { sync } from './sync-payment';
export { close } from './close-payment';
export { refund, retryRefund } from './refund-payment';
export type { RefundInput } from './refund-payment';
export { balanceOf, findPayment } from './find-payment';
export type { PaidPayment, RefundBalance } from './find-payment';
export { integrityErrors } from './integrity';
export { eraseOf, exportOf, forgetKept, unsettledOf } from './personal-data';
