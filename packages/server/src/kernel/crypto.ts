import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { config } from '../config';

const VERSION = 'v1';

type Key = { id: string; bytes: Buffer };
/** The key that seals, and all that open, by their ids. `of`: what it was made from. */
type Ring = { of: string; sealing: Key; keys: Map<string, Key> };

/** The id names the key without telling anything of it, so that a later key can live beside the old one. */
function readKey(text: string): Key {
  const bytes = Buffer.from(text, 'base64');
  return { id: createHash('sha256').update('key-id').update(bytes).digest('hex').slice(0, 8), bytes };
}

let ring: Ring | undefined;

function currentRing(): Ring {
  const { PHONE_KEY, PHONE_KEYS_RETIRED } = config();
  const of = [PHONE_KEY, ...PHONE_KEYS_RETIRED].join();
  if (ring?.of === of) return ring;
  const sealing = readKey(PHONE_KEY);
  const keys = [...PHONE_KEYS_RETIRED.map(readKey), sealing];
  ring = { of, sealing, keys: new Map(keys.map((key) => [key.id, key])) };
  return ring;
}

/** How every text begins that the key which seals today has sealed. */
export const sealedPrefix = (): string => `${VERSION}.${currentRing().sealing.id}.`;

/** AES-256-GCM. `purpose` is bound to the text: what was sealed as one thing does not open as another. */
export function seal(purpose: string, text: string): string {
  const { bytes } = currentRing().sealing;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${sealedPrefix()}${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** Throws when the text was sealed with a key that is not on the ring or for another purpose, or was changed. */
export function unseal(purpose: string, sealed: string): string {
  const [version, keyId = '', nonce, body] = sealed.split('.');
  const key = currentRing().keys.get(keyId);
  if (version !== VERSION || !key || !nonce || !body) throw new Error('sealed with another key');
  return openGcm(Buffer.from(body, 'base64url'), {
    key: key.bytes,
    nonce: Buffer.from(nonce, 'base64url'),
    associated: Buffer.from(purpose),
  }).toString('utf8');
}

/** False once the key that seals today has sealed it. */
export const needsResealing = (sealed: string): boolean => !sealed.startsWith(sealedPrefix());

/** The same text under the key that seals today. Throws like `unseal`. */
export const reseal = (purpose: string, sealed: string): string => seal(purpose, unseal(purpose, sealed));

/** Opens `ciphertext ‖ 16-byte tag`; throws when the tag does not fit. */
export function openGcm(
  sealed: Buffer,
  by: { key: Buffer | string; nonce: Buffer | string; associated: Buffer },
): Buffer {
  if (sealed.length < 16) throw new Error('sealed text is too short');
  const decipher = createDecipheriv('aes-256-gcm', by.key, by.nonce, { authTagLength: 16 });
  decipher.setAAD(by.associated).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** What a value is found by without being stored: equal values of one kind have equal hashes, and only the key's owner can tell. */
export const lookupHash = (kind: string, value: string): string =>
  createHmac('sha256', Buffer.from(config().HASH_KEY, 'base64'))
    .update(`${kind}\n${value}`)
    .digest('base64url');

/** A one-way name for a random secret, for keeping it in a store. */
export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Equality that takes the same time wherever the texts differ. */
export const sameText = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};
