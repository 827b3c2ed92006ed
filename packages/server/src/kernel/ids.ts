import { createHash, randomBytes } from 'node:crypto';
import { now } from './clock';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `length` characters of `[0-9a-z]`, uniform, from the system's secure generator. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length))
      if (byte < 252 && text.length < length) text += ALPHABET[byte % 36];
  }
  return text;
}

/** 20 characters `[0-9a-z]`; the first eight are the time in milliseconds, so ids sort by age. */
export const newId = (): string => now().getTime().toString(36).padStart(8, '0') + randomText(12);

const ID_SPACE = 36n ** 20n;

/** The id that follows from what is named, so that naming it again meets what is there. */
export function idOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return (BigInt(`0x${hash}`) % ID_SPACE).toString(36).padStart(20, '0');
}
