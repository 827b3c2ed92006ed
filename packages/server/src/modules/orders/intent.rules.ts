import { createHash } from 'node:crypto';

export type Intent = { orderId: string; contentHash: string };

/**
 * What a command to place an order stands for. The order id follows from who asks (an identifier, or a channel) and the requestId, so that the same intent
 * can only ever become one order: the database refuses the second by its id, and anybody can look for the first.
 */
export const intentOf = (origin: string, requestId: string, content: unknown): Intent => ({
  orderId: digest(`order ${origin} ${requestId.toLowerCase()}`),
  contentHash: digest(JSON.stringify(sorted(content))),
});

const ID_SPACE = 36n ** 20n;

/** 20 characters [0-9a-z] of a SHA-256: 103 bits. */
function digest(text: string): string {
  const hash = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  return (hash % ID_SPACE).toString(36).padStart(20, '0');
}

/** The same content in one spelling: keys in order, absent ones left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]),
  );
}
