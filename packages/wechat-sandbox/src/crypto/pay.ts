import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  privateDecrypt,
  sign as rsaSign,
  verify as rsaVerify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const TAG_BYTES = 16;
const ALGORITHM = 'RSA-SHA256';

export type Sealed = { ciphertext: string; nonce: string; associated_data: string };
/** A text is parsed anew each time; what signs often holds a KeyObject. */
type Key = KeyObject | string;

/** Every text WeChat Pay signs is a list of lines, each ended by a line feed, the last too. */
export function signedLines(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

export function sign(message: string, privateKey: Key): string {
  return rsaSign(ALGORITHM, Buffer.from(message), privateKey).toString('base64');
}

/** Signs on another thread: it is the dearest thing a request costs. */
export function signAside(message: Buffer, privateKey: Key): Promise<string> {
  return new Promise((resolve, reject) => {
    rsaSign(ALGORITHM, message, privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('base64'));
    });
  });
}

export function verify(message: string | Buffer, signature: string, publicKey: Key): boolean {
  return rsaVerify(ALGORITHM, Buffer.from(message), publicKey, Buffer.from(signature, 'base64'));
}

/** RSAES-OAEP with SHA-1, as names and account numbers travel; undefined when it was made for another key, or is no cipher text. */
export function openField(ciphertext: string, privateKey: KeyObject): string | undefined {
  try {
    const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    return privateDecrypt(key, Buffer.from(ciphertext, 'base64')).toString('utf8');
  } catch {
    return undefined;
  }
}

/** How the API before v3 hides a refund notice: AES-256-ECB, the key is the MD5 of the API v2 key in lower-case hex. */
export function sealV2(plaintext: string, apiV2Key: string): string {
  const key = createHash('md5').update(apiV2Key).digest('hex');
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64');
}

/** AEAD_AES_256_GCM: base64 of the cipher text followed by the 16-byte tag. */
export function seal(plaintext: string, apiV3Key: string, sealing: Omit<Sealed, 'ciphertext'>): Sealed {
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, sealing.nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(sealing.associated_data));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { ...sealing, ciphertext: sealed.toString('base64') };
}

/** Throws when the tag does not match. */
export function unseal(sealed: Sealed, apiV3Key: string): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, sealed.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(sealed.associated_data));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
}
