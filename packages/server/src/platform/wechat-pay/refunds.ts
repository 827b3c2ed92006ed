import { expectShape, isRefusal, merchant } from './merchant';
import { checkOutTradeNo } from './transactions';
import { RefundWire } from './wire';
import type { Refund } from './wire';

export type CreateRefund = {
  outTradeNo: string;
  /** 1–64 of `0-9 A-Z a-z _ - | * @`; the same number refunds once, however often it is sent. */
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason: string;
  notifyUrl: string;
};

function checkOutRefundNo(outRefundNo: string): void {
  if (!/^[\w\-|*@]{1,64}$/.test(outRefundNo)) throw new Error('not an out_refund_no');
}

/** Accepted is not refunded: look at `status`. After a PlatformError ask queryRefund, then repeat with the same number. */
export async function createRefund(refund: CreateRefund): Promise<Refund> {
  checkOutTradeNo(refund.outTradeNo);
  checkOutRefundNo(refund.outRefundNo);
  const { data } = await merchant().refunds({
    out_trade_no: refund.outTradeNo,
    out_refund_no: refund.outRefundNo,
    reason: [...refund.reason].slice(0, 80).join(''),
    // Without it the notice may come as XML of the old API, to another address.
    notify_url: refund.notifyUrl,
    amount: { refund: refund.refundFen, total: refund.totalFen, currency: 'CNY' },
  });
  return expectShape('refund', RefundWire, data);
}

/** null: WeChat Pay never heard of it. */
export async function queryRefund(outRefundNo: string): Promise<Refund | null> {
  checkOutRefundNo(outRefundNo);
  try {
    const { data } = await merchant().find_refunds(outRefundNo);
    return expectShape('query_refund', RefundWire, data);
  } catch (error) {
    if (isRefusal(error, 'RESOURCE_NOT_EXISTS')) return null;
    throw error;
  }
}
