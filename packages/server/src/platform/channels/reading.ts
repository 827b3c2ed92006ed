import { createHash } from 'node:crypto';
import type { Ack, Reading, RefusedBecause } from './types';

export const ackJson = (value: unknown, status = 200): Ack => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

/** A refused delivery gets a 4xx without a word more: who sent it may be anybody. */
export const refusedReading = (because: RefusedBecause): Reading => ({
  kind: 'refused',
  because,
  answer: ackJson({ error: 'refused' }, because === 'unreadable' ? 400 : 401),
});

export const hexHash = (algorithm: 'md5' | 'sha1' | 'sha256', ...parts: (string | Buffer)[]): string => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** The JSON of a text, or undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A name for news that has no id of its own: the same bytes are the same news. */
export const contentId = (...parts: string[]): string => hexHash('sha256', parts.join('\n')).slice(0, 40);
