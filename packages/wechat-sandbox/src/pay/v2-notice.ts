import type { Ctx } from '../ctx';
import { sealV2 } from '../crypto/pay';
import type { DeliveryMode } from '../delivery/types';
import { beijingTime } from '../state/rfc3339';
import { receiverOf } from './present';
import type { PayRefund } from './types';

/** Statuses as the API before v3 names them. */
const STATUS = { SUCCESS: 'SUCCESS', ABNORMAL: 'CHANGE', CLOSED: 'REFUNDCLOSE', PROCESSING: 'PROCESSING' };

/** What is hidden in req_info of a refund notice; the field names are spelled as documented there. */
export function v2RefundText(refund: PayRefund): string {
  const { finishedAt, status } = refund;
  const success = status === 'SUCCESS' && finishedAt !== undefined ? spacedTime(finishedAt) : '';
  return xml('root', {
    out_refund_no: refund.outRefundNo,
    out_trade_no: refund.outTradeNo,
    refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS',
    refund_fee: String(refund.refundFen),
    refund_id: refund.refundId,
    refund_recv_accout: receiverOf(refund),
    refund_request_source: 'API',
    refund_status: STATUS[status],
    settlement_refund_fee: String(refund.refundFen),
    settlement_total_fee: String(refund.totalFen),
    success_time: success,
    total_fee: String(refund.totalFen),
    transaction_id: refund.transactionId,
  });
}

/** The envelope. It carries no signature: only who has the API v2 key can read it, and that is all that protects it. */
export function v2RefundNotice(ctx: Ctx, plain: string, mode: DeliveryMode): string {
  const { merchant, miniProgram } = ctx.world;
  const told = mode === 'wrong-amount' ? plain.replace(/<total_fee>.*?<\/total_fee>/, totalOneMore) : plain;
  const sealed = sealV2(told, merchant.apiV2Key);
  return xml('xml', {
    return_code: 'SUCCESS',
    appid: miniProgram.appid,
    mch_id: mode === 'wrong-merchant' ? '1900000109' : merchant.mchid,
    nonce_str: ctx.random.hex(32),
    req_info: mode === 'tamper' ? `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}` : sealed,
  });
}

function totalOneMore(element: string): string {
  return element.replace(/\d+/, (total) => String(Number(total) + 1));
}

function xml(root: string, fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) =>
    name === 'return_code' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<${root}>${elements.join('')}</${root}>`;
}

/** 2026-11-28 10:00:00 */
function spacedTime(ms: number): string {
  return beijingTime(ms).slice(0, 19).replace('T', ' ');
}
