/**
 * WeChat Pay v3 for one merchant. Requests are signed by wechatpay-node-v3; answers and notices are verified and decrypted
 * here, because that library does neither safely. Throws PlatformRefusal with WeChat Pay's code word when it says no, and
 * PlatformError when it is unknown whether the call had its effect: then ask (query) before repeating, with the same numbers.
 */
export { BillDamaged, fetchTradeBill } from './bills';
export type { BillRow, FetchedBill } from './bills';
export { applyAbnormalRefund, createRefund, queryRefund } from './refunds';
export type { CreateRefund, RefundAccount } from './refunds';
export { closeTransaction, prepayJsapi, queryTransaction, requestPaymentParams } from './transactions';
export type { Prepay, RequestPaymentParams } from './transactions';
export { InvalidNotice, verifyRefundNotice, verifyTransactionNotice } from './notices';
export type { InvalidNoticeReason, Notice, PostedNotice } from './notices';
export type { Refund, RefundStatus, TradeState, Transaction } from './wire';
