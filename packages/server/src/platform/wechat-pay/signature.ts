import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { config } from '../../config';
import { now } from '../../kernel/clock';

/** An answer or a notice is refused when its time differs from ours by five minutes or more. */
const WINDOW_SECONDS = 300;
/** WeChat Pay now and then signs wrongly on purpose, to see whether anybody looks. */
const PROBE = 'WECHATPAY/SIGNTEST/';

export type SignedBytes = { header: (name: string) => string | undefined; body: Buffer };
export type SignatureProblem =
  'missing_headers' | 'stale' | 'unknown_serial' | 'signature_probe' | 'bad_signature';

/** Serials we believe, from the configuration alone: an unknown one never makes us ask the network for its key. */
function believedKey(serial: string): KeyObject | null {
  return serial === config().WECHAT_PAY_PUBLIC_KEY_ID
    ? createPublicKey(config().WECHAT_PAY_PUBLIC_KEY)
    : null;
}

/** Why these bytes were not signed by WeChat Pay just now; null when they were. */
export function signatureProblem({ header, body }: SignedBytes): SignatureProblem | null {
  const timestamp = header('wechatpay-timestamp');
  const nonce = header('wechatpay-nonce');
  const serial = header('wechatpay-serial');
  const signature = header('wechatpay-signature');
  if (!timestamp || !nonce || !serial || !signature) return 'missing_headers';
  const ageSeconds = Math.abs(now().getTime() / 1000 - Number(timestamp));
  if (!/^\d{10}$/.test(timestamp) || ageSeconds >= WINDOW_SECONDS) return 'stale';
  if (signature.startsWith(PROBE)) return 'signature_probe';
  const key = believedKey(serial);
  if (!key) return 'unknown_serial';
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64')) ? null : 'bad_signature';
}
