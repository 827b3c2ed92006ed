import { createCipheriv, createDecipheriv, createSign, createVerify } from 'node:crypto';

const TAG_BYTES = 16;

export type Sealed = { ciphertext: string; nonce: string; associated_data: string };

/** Every text WeChat Pay signs is a list of lines, each ended by a line feed, the last too. */
export function signedLines(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

export function sign(message: string, privateKeyPem: string): string {
  return createSign('RSA-SHA256').update(message).sign(privateKeyPem, 'base64');
}

export function verify(message: string, signature: string, publicKeyPem: string): boolean {
  return createVerify('RSA-SHA256').update(message).verify(publicKeyPem, signature, 'base64');
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
