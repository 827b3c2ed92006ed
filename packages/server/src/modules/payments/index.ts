/**
 * One payment per order, whose money is found whatever happens to notices: by notice, by asking, or by the next look.
 * `paymentSucceeded` is published once per order, even for a payment that was closed: whoever owns the order decides.
 * `refund` writes down the wish (call it inside your transaction) and pursues it under one number until WeChat Pay says how it
 * ended: `paymentRefunded` or `refundFailed`. `prepay`, `sync` and `close` call WeChat Pay: never inside a transaction.
 */
export { paymentRefunded, paymentSucceeded, refundFailed } from './events';
export { prepay } from './prepay';
export type { PrepayInput, RequestPaymentParams } from './prepay';
export { sync } from './sync-payment';
export { close } from './close-payment';
export { refund } from './refund-payment';
export { findPayment } from './find-payment';
export type { PaidPayment } from './find-payment';
