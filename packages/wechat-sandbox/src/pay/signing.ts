import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { KeyPair } from '../crypto/keys';
import type { Ctx } from '../ctx';
import type { Signed } from './types';

/** A key WeChat Pay may sign with, under the name that stands in Wechatpay-Serial. */
export type SigningKey = { serial: string; pair: KeyPair };

/** Those that answers and notices are signed with by turns. */
export function liveKeys(ctx: Ctx): SigningKey[] {
  const { mode } = ctx.state.pay.keys;
  if (mode === 'public-key') return [publicKey(ctx)];
  return mode === 'certificate' ? certificates(ctx) : [publicKey(ctx), ...certificates(ctx)];
}

/** The key a merchant names; a merchant that has certificates may go on naming them. */
export function knownKey(ctx: Ctx, serial: string): SigningKey | undefined {
  const { mode, certificatesOpen } = ctx.state.pay.keys;
  const known = [
    ...(mode === 'certificate' ? [] : [publicKey(ctx)]),
    ...(mode === 'public-key' && !certificatesOpen ? [] : certificates(ctx)),
  ];
  return known.find((key) => key.serial === serial);
}

/** The merchant's wish where there is one, otherwise whose turn it is. */
export function nextKey(ctx: Ctx, what: Signed, wanted?: string): SigningKey {
  const live = liveKeys(ctx);
  const { signed } = ctx.state.pay.keys;
  const turn = live[signed[what] % live.length] ?? publicKey(ctx);
  signed[what] += 1;
  return (wanted === undefined ? undefined : knownKey(ctx, wanted)) ?? turn;
}

function publicKey(ctx: Ctx): SigningKey {
  return { serial: ctx.keys.publicKeyId, pair: ctx.keys.wechatPay };
}

function certificates(ctx: Ctx): SigningKey[] {
  return ctx.keys.certificates.map((pair) => ({ serial: pair.serial, pair }));
}

let stranger: KeyObject | undefined;

/** A key nobody knows: for signatures that are wrong but look right. */
export function strangersKey(): KeyObject {
  stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return stranger;
}

/** The headers of a signed answer or notice. */
export function signatureHeaders(signed: {
  timestamp: string;
  nonce: string;
  signature: string;
  serial: string;
}): Record<string, string> {
  return {
    'wechatpay-timestamp': signed.timestamp,
    'wechatpay-nonce': signed.nonce,
    'wechatpay-signature': signed.signature,
    'wechatpay-serial': signed.serial,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}
