import type { z } from 'zod';
import type { Ctx } from '../ctx';
import { openField } from '../crypto/pay';
import type { Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';
import { wantedSerial } from './answers';
import { planCompletion, refundById } from './refunds';
import { abnormalRefundSchema, paramError, payBody } from './schemas';
import { knownKey } from './signing';
import type { PayRefund } from './types';

type AbnormalRefund = z.infer<typeof abnormalRefundSchema>;

const MERCHANT_ACCOUNT = '商户结算银行账户';
/** As user_received_account names them; another bank is told by its bank_type. */
const BANKS: Record<string, string> = {
  ICBC_DEBIT: '工商银行借记卡',
  ABC_DEBIT: '农业银行借记卡',
  BOC_DEBIT: '中国银行借记卡',
  CCB_DEBIT: '建设银行借记卡',
  CMB_DEBIT: '招商银行借记卡',
  COMM_DEBIT: '交通银行借记卡',
  PSBC_DEBIT: '邮储银行借记卡',
};

/**
 * Sends an ABNORMAL refund to a bank account instead; it is PROCESSING again and succeeds a moment later. The account and the name
 * are encrypted with WeChat Pay's key that Wechatpay-Serial names. The codes of a refund that is not abnormal and of a field that
 * cannot be decrypted are not documented.
 */
export function applyAbnormalRefund(ctx: Ctx, request: Incoming): PayRefund {
  const body = payBody(request, abnormalRefundSchema);
  const receiver = receiverIn(ctx, request, body);
  const refund = refundById(ctx, request.params.id ?? '');
  if (!refund || refund.outRefundNo !== body.out_refund_no) {
    throw new PayRefusal({ status: 404, code: 'RESOURCE_NOT_EXISTS', message: '退款单不存在' });
  }
  if (refund.status !== 'ABNORMAL') {
    throw new PayRefusal({
      status: 400,
      code: 'INVALID_REQUEST',
      message: '退款单状态不是退款异常，不能发起异常退款',
    });
  }
  const { finishedAt: _finishedAt, ...rest } = refund;
  const again: PayRefund = { ...rest, receiver, status: 'PROCESSING', startedAt: ctx.clock.now() };
  ctx.ledger.saveRefund(again);
  planCompletion(ctx, again);
  return again;
}

function receiverIn(ctx: Ctx, request: Incoming, body: AbnormalRefund): string {
  const serial = wantedSerial(request);
  if (!serial) {
    throw new PayRefusal({ status: 400, code: 'PARAM_ERROR', message: 'Http头缺少Wechatpay-Serial' });
  }
  if (body.type === 'MERCHANT_BANK_CARD') return MERCHANT_ACCOUNT;
  const account = decrypted(ctx, serial, { field: 'bank_account', value: body.bank_account ?? '' });
  decrypted(ctx, serial, { field: 'real_name', value: body.real_name ?? '' });
  if (!/^\d{8,30}$/.test(account)) throw paramError({ field: 'bank_account' }, '解密后不是银行卡号');
  return `${BANKS[body.bank_type ?? ''] ?? body.bank_type}${account.slice(-4)}`;
}

function decrypted(ctx: Ctx, serial: string, given: { field: string; value: string }): string {
  const key = knownKey(ctx, serial);
  const plain = key && openField(given.value, key.pair.signer);
  if (!plain) throw paramError(given, '敏感信息解密失败：要用Wechatpay-Serial所指的公钥，以RSAES-OAEP加密');
  return plain;
}
