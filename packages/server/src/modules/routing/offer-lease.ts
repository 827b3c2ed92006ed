import { closesAt, nextOpeningAt } from '../stores';
import type { Store } from '../stores';

type Openable = Parameters<typeof nextOpeningAt>[0];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A lease that spans more openings than this is of a store that hardly opens. */
const MOST_OPENINGS = 50;

export const plusMinutes = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);

/** So many minutes of opening time later. A store that does not open within two weeks has the plain minutes. */
export function afterOpenMinutes(store: Openable, at: Date, minutes: number): Date {
  let left = minutes * MINUTE_MS;
  let from = nextOpeningAt(store, at);
  for (let openings = 0; from && openings < MOST_OPENINGS; openings += 1) {
    const closes = closesAt(store, from);
    if (!closes) break;
    const runs = closes.getTime() - from.getTime();
    if (runs >= left) return new Date(from.getTime() + left);
    left -= runs;
    from = nextOpeningAt(store, closes);
  }
  return plusMinutes(at, minutes);
}

export type Lease = { startsAt: Date; leaseUntil: Date | null };

/**
 * When a store sees an offer made now, and by when it has to accept: out of hours it sees it shortly before it opens, and the
 * time runs from the opening. The warehouse (null) sees it at once and has no such time.
 */
export function leaseOf(
  store: Openable | null,
  at: Date,
  policy: { leaseMinutes: number; holdUntilOpeningMinusMinutes: number },
): Lease {
  if (!store) return { startsAt: at, leaseUntil: null };
  const opens = nextOpeningAt(store, at) ?? at;
  const shown = plusMinutes(opens, -policy.holdUntilOpeningMinusMinutes);
  return {
    startsAt: opens > at && shown > at ? shown : at,
    leaseUntil: afterOpenMinutes(store, at, policy.leaseMinutes),
  };
}

/** The hour in which the store would begin with an order routed now. */
export function slotTimeOf(store: Openable, at: Date): Date {
  const begins = (nextOpeningAt(store, at) ?? at).getTime();
  return new Date(begins - (begins % HOUR_MS));
}

export const slotIdOf = (storeId: Store['storeId'], hour: Date): string =>
  `${storeId}/${hour.toISOString().slice(0, 13)}`;
