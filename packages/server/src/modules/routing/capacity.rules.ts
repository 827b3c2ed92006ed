import type { Policy } from './candidate.rules';

/**
 * Orders a store may take per hour; null: no limit. `share` is what its rejections left it of its capacity; a store always
 * keeps one order per hour, or it could never do better.
 */
export function limitOf(
  capacityPerHour: number | null,
  share: number | undefined,
  policy: Pick<Policy, 'rejections'>,
): number | null {
  if (share === undefined || share >= 1) return capacityPerHour;
  const full = capacityPerHour ?? policy.rejections.assumedCapacityPerHour;
  return full === 0 ? 0 : Math.max(1, Math.floor(full * share));
}

/** What is left of a store's capacity after so many of so many offers were given back. */
export function shareAfter(
  counts: { offers: number; given: number },
  { minOffers, threshold, capacityShare }: Policy['rejections'],
): number {
  const tooMany = counts.offers >= minOffers && counts.given / counts.offers > threshold;
  return tooMany ? capacityShare : 1;
}
