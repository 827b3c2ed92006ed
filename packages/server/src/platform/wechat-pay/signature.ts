import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { config } from '../../config';
import type { Config } from '../../config';
import { now } from '../../kernel/clock';

/** An answer or a notice is refused when its time differs from ours by five minutes or more. */
const WINDOW_SECONDS = 300;
/** WeChat Pay now and then signs wrongly on purpose, to see whether anybody looks. */
const PROBE = 'WECHATPAY/SIGNTEST/';

export type SignedBytes = { header: (name: string) => string | undefined; body: Buffer };
export type SignatureProblem =
  'missing_headers' | 'stale' | 'unknown_serial' | 'signature_probe' | 'bad_signature';

type Believed = { from: Config; keys: Map<string, { key: KeyObject; untilMs: number }> };
let believed: Believed | undefined;

/** Serials we believe, from the configuration alone: an unknown one never makes us ask the network for its key. */
function believedKey(serial: string): KeyObject | null {
  const from = config();
  if (believed?.from !== from) believed = { from, keys: keysOf(from) };
  const found = believed.keys.get(serial);
  return found && now().getTime() < found.untilMs ? found.key : null;
}

/** The public key never expires; a platform certificate does. */
function keysOf(from: Config): Believed['keys'] {
  const publicKey = { key: createPublicKey(from.WECHAT_PAY_PUBLIC_KEY), untilMs: Infinity };
  const keys: Believed['keys'] = new Map([[from.WECHAT_PAY_PUBLIC_KEY_ID, publicKey]]);
  for (const { serialNumber, publicKey: key, validTo } of from.WECHAT_PAY_PLATFORM_CERTIFICATES ?? [])
    keys.set(serialNumber, { key, untilMs: Date.parse(validTo) });
  return keys;
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
