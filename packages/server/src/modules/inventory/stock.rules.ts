/** The stock location of delivery orders; every other location id is a store id. */
export const WAREHOUSE = 'WAREHOUSE';

export type HoldLine = { skuId: string; quantity: number };
/** A promise of these goods at one location, under an id its owner chose. */
export type Hold = { holdId: string; locationId: string; lines: HoldLine[] };

/** How a promise ended. `swept` is the only end that can be undone: by keeping the hold, if the goods are still there. */
export type HoldEnd = 'released' | 'taken' | 'swept';
export const FINAL_ENDS: readonly HoldEnd[] = ['released', 'taken'];

export type MovementReason = 'counted' | 'handed_over' | 'returned';
/** One line of the ledger: pieces that came (+) or went (−), once per `_id`. */
export type Movement = {
  _id: string;
  locationId: string;
  skuId: string;
  quantity: number;
  reason: MovementReason;
  /** The count, hold or return it belongs to. */
  ref: string;
  at: Date;
};

/**
 * All there is to know about one SKU at one location, in one document, so that one conditional update decides.
 * Always: held = Σ holds.quantity, and onHand = Σ ledger (with `unposted`). held ≤ onHand unless a count found less than
 * was already promised; then nothing can be sold until that is put right.
 */
export type Stock = {
  /** `<locationId>/<skuId>`. */
  _id: string;
  locationId: string;
  skuId: string;
  onHand: number;
  held: number;
  /** Pieces the store keeps back from online sale. */
  safety: number;
  /** `until` null: paid, kept until it is taken or released. */
  holds: { id: string; quantity: number; until: Date | null }[];
  /** Ids that ended in the last hour: a message that comes after the end of its hold must not bring it back to life. */
  ended: { id: string; how: HoldEnd | 'returned'; at: Date }[];
  /** Movements that are made but not yet written to the ledger. */
  unposted: Movement[];
  /** When the sweep has something to do here; absent: nothing to come. */
  tendAt?: Date;
  /** Counts what happened here, so that the sweep does not overlook what happens while it looks. */
  changes: number;
};

export const REMEMBER_ENDS_MS = 3600_000;
/** A movement is posted by the call that made it; older ones were left by a crash. */
export const POSTING_TAKES_MS = 5_000;
export const plus = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** The first moment at which a lease runs out, an end may be forgotten or a movement is overdue. */
export function nextTending(stock: Pick<Stock, 'holds' | 'ended' | 'unposted'>): Date | null {
  const times = [
    ...stock.holds.flatMap(({ until }) => until ?? []),
    ...stock.ended.map(({ at }) => plus(at, REMEMBER_ENDS_MS)),
    ...stock.unposted.map(({ at }) => plus(at, POSTING_TAKES_MS)),
  ];
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

export const emptyStock = (locationId: string, skuId: string): Stock => ({
  _id: stockId(locationId, skuId),
  locationId,
  skuId,
  onHand: 0,
  held: 0,
  safety: 0,
  holds: [],
  ended: [],
  unposted: [],
  changes: 0,
});

export const stockId = (locationId: string, skuId: string): string => `${locationId}/${skuId}`;

export const sellable = (stock: Pick<Stock, 'onHand' | 'held' | 'safety'>): number =>
  Math.max(0, stock.onHand - stock.held - stock.safety);

/** How the hold ended here, as far as is remembered; a final end outweighs a sweep. */
export function endOf(stock: Pick<Stock, 'ended'>, holdId: string): Stock['ended'][number]['how'] | null {
  const ends = stock.ended.filter((end) => end.id === holdId).map((end) => end.how);
  return ends.find((how) => how !== 'swept') ?? ends[0] ?? null;
}

export const movement = (what: Omit<Movement, '_id'>): Movement => ({
  ...what,
  _id: `${what.reason}/${what.ref}/${stockId(what.locationId, what.skuId)}`,
});

/** The goods of one line of a hold leave the house. */
export const handedOver = (hold: Hold, line: HoldLine, at: Date): Movement =>
  movement({
    locationId: hold.locationId,
    skuId: line.skuId,
    quantity: -line.quantity,
    reason: 'handed_over',
    ref: hold.holdId,
    at,
  });

/** Two lines of one SKU would share one entry and half the goods would not be promised. */
export function requireDistinct(lines: HoldLine[]): void {
  if (new Set(lines.map((line) => line.skuId)).size !== lines.length)
    throw new Error('a hold names each SKU once');
}
