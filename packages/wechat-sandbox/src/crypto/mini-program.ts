import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

/** `encryptedData` of the older user-data calls: AES-128-CBC under the session key. */
export function encryptUserData(plaintext: string, sessionKey: string, iv: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'));
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64');
}

export function decryptUserData(encryptedData: string, sessionKey: string, iv: string): string {
  const decipher = createDecipheriv(
    'aes-128-cbc',
    Buffer.from(sessionKey, 'base64'),
    Buffer.from(iv, 'base64'),
  );
  return Buffer.concat([decipher.update(encryptedData, 'base64'), decipher.final()]).toString('utf8');
}

export function userDataSignature(rawData: string, sessionKey: string): string {
  return createHash('sha1').update(`${rawData}${sessionKey}`).digest('hex');
}

/** What `checksession` compares: the empty text signed with the session key as it was given (base64 text). */
export function sessionSignature(sessionKey: string): string {
  return createHmac('sha256', sessionKey).update('').digest('hex');
}
