import type { PickupShare } from '../api/views';

/** By order. The server keeps only a fingerprint of a friend's code, so whoever asked for it has to keep it. */
export type HeldShares = Readonly<Record<string, PickupShare>>;

const isLive = (share: PickupShare, nowMs: number) => Date.parse(share.expiresAt) > nowMs;

/** The code a friend can still use for this order; null when there is none that we know of. */
export function liveShare(held: HeldShares, orderId: string, nowMs: number): PickupShare | null {
  const share = held[orderId];
  return share !== undefined && isLive(share, nowMs) ? share : null;
}

/** With a new code for the order, or none (`null`); what is over goes too. */
export function withShare(
  held: HeldShares,
  { orderId, share }: { orderId: string; share: PickupShare | null },
  nowMs: number,
): HeldShares {
  const others = Object.entries(held).filter(([id, one]) => id !== orderId && isLive(one, nowMs));
  return Object.fromEntries(share === null ? others : [...others, [orderId, share]]);
}

const TOKEN = /^[0-9a-z]{16}$/;

/** The token of a shared page's query; null when it cannot be one. */
export const tokenOfQuery = (value: string | undefined): string | null =>
  value !== undefined && TOKEN.test(value) ? value : null;
