import { expectShape, isRefusal, merchant, postPath, sealField } from './merchant';
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

/** `bankType` as WeChat Pay names banks (`ICBC_DEBIT`); number and name leave this process encrypted. */
export type RefundAccount =
  | { kind: 'merchant_account' }
  | { kind: 'bank_card'; bankType: string; cardNumber: string; holderName: string };

const receiverOf = (to: RefundAccount): Record<string, string> =>
  to.kind === 'merchant_account'
    ? { type: 'MERCHANT_BANK_CARD' }
    : {
        type: 'USER_BANK_CARD',
        bank_type: to.bankType,
        bank_account: sealField(to.cardNumber),
        real_name: sealField(to.holderName),
      };

/**
 * Sends an ABNORMAL refund to another account: a bank card of the person, or the merchant's own (who then pays the person some
 * other way). Accepted is not arrived: look at `status`. Refuses: PARAM_ERROR (the account), INVALID_REQUEST (not abnormal).
 */
export async function applyAbnormalRefund(refund: {
  refundId: string;
  outRefundNo: string;
  to: RefundAccount;
}): Promise<Refund> {
  checkOutRefundNo(refund.outRefundNo);
  if (!/^\w{1,64}$/.test(refund.refundId)) throw new Error('not a refund_id');
  const path = `/v3/refund/domestic/refunds/${refund.refundId}/apply-abnormal-refund`;
  const data = await postPath(path, { out_refund_no: refund.outRefundNo, ...receiverOf(refund.to) });
  return expectShape('abnormal_refund', RefundWire, data);
}
