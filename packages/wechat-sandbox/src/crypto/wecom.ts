import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** WXBizMsgCrypt pads to blocks of 32 bytes although AES works on 16, so pads of 17 to 32 do occur. */
const PAD_BLOCK = 32;

export type CallbackSecret = { token: string; encodingAesKey: string; receiveId: string };

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function callbackSignature(
  token: string,
  parts: { timestamp: string; nonce: string; encrypt: string },
): string {
  return sha1([token, parts.timestamp, parts.nonce, parts.encrypt].sort().join(''));
}

export function encryptCallback(message: string, secret: CallbackSecret, random16: Buffer): string {
  const key = aesKey(secret.encodingAesKey);
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random16, length, body, Buffer.from(secret.receiveId)]);
  const pad = PAD_BLOCK - (plain.length % PAD_BLOCK);
  const padded = Buffer.concat([plain, Buffer.alloc(pad, pad)]);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** Throws when the text is no cipher text of this key. */
export function decryptCallback(
  encrypt: string,
  encodingAesKey: string,
): { message: string; receiveId: string } {
  const key = aesKey(encodingAesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > PAD_BLOCK) throw new Error('bad padding');
  const plain = padded.subarray(0, padded.length - pad);
  const length = plain.readUInt32BE(16);
  return {
    message: plain.subarray(20, 20 + length).toString('utf8'),
    receiveId: plain.subarray(20 + length).toString('utf8'),
  };
}

/** `jsapi_ticket=…&noncestr=…&timestamp=…&url=…`, in this order, the URL without its fragment. */
export function jsSdkSignature(input: {
  ticket: string;
  nonceStr: string;
  timestamp: string;
  url: string;
}): string {
  const url = input.url.split('#')[0] ?? '';
  return sha1(
    `jsapi_ticket=${input.ticket}&noncestr=${input.nonceStr}&timestamp=${input.timestamp}&url=${url}`,
  );
}

function aesKey(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}
