import type { SalesChannel } from '@omni/shared/contracts/common';
import type { MovementReason } from '@omni/shared/contracts/inventory';

/** The stock location of delivery orders; every other location id is a store id. */
export const WAREHOUSE = 'WAREHOUSE';

export type HoldLine = { skuId: string; quantity: number };
/** A promise of these goods at one location, under an id its owner chose. */
export type Hold = { holdId: string; locationId: string; lines: HoldLine[] };

/** How a promise ended. `swept` is the only end that can be undone: by keeping the hold, if the goods are still there. */
export type HoldEnd = 'released' | 'taken' | 'swept';
export const FINAL_ENDS: readonly HoldEnd[] = ['released', 'taken'];

/** One line of the ledger: pieces that came (+) or went (−), once per `_id`. */
export type Movement = {
  _id: string;
  locationId: string;
  skuId: string;
  quantity: number;
  /** Pieces that were set aside (+) or are no more (−); absent: none. */
  unsellable?: number;
  reason: MovementReason;
  /** The count, hold, return, import or request it belongs to. */
  ref: string;
  at: Date;
  /** A userid; absent: nobody in particular. */
  by?: string;
  note?: string;
  /** Of a count task: the number that was counted. */
  counted?: number;
};

/**
 * All there is to know about one SKU at one location, in one document, so that one conditional update decides.
 * Always: held = Σ holds.quantity; onHand and unsellable = Σ ledger (with `unposted`). held ≤ onHand − unsellable unless a
 * count or an import found less than was already promised; then nothing can be sold until that is put right.
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
  /** The same for one channel, instead of `safety`. */
  channelSafety?: ChannelSafety;
  /** In the house, but not for sale: damaged pieces that nobody has written off yet. */
  unsellable?: number;
  /** `until` null: paid, kept until it is taken or released. */
  holds: { id: string; quantity: number; until: Date | null }[];
  /** Ids that ended in the last hour: a message that comes after the end of its hold must not bring it back to life. */
  ended: { id: string; how: HoldEnd | 'moved'; at: Date }[];
  /** Movements that are made but not yet written to the ledger. */
  unposted: Movement[];
  /** When the sweep has something to do here; absent: nothing to come. */
  tendAt?: Date;
  /** Counts what happened here, so that the sweep does not overlook what happens while it looks. */
  changes: number;
  /**
   * Counts the movements. A count of pieces is good only for the number it was begun at: the same pieces on hand as before
   * may be one that went and one that came, and whoever counted in between saw another number.
   */
  moved?: number;
  /** The import that set this stock last. */
  imported?: { id: string; part: number; startedAt: Date };
};
export type ChannelSafety = Partial<Record<SalesChannel, number>>;
type Pieces = Pick<Stock, 'onHand' | 'held' | 'unsellable'>;

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
  unsellable: 0,
  holds: [],
  ended: [],
  unposted: [],
  changes: 0,
  moved: 0,
});

export const stockId = (locationId: string, skuId: string): string => `${locationId}/${skuId}`;

/** Neither promised nor set aside. */
export const freePieces = ({ onHand, held, unsellable = 0 }: Pieces): number =>
  Math.max(0, onHand - held - unsellable);

/** Safety stock is for what a shopper cannot see; who stands in the store with the goods in hand is not refused. */
export const hasSafetyByDefault = (channel: SalesChannel): boolean => channel !== 'pos';

export const safetyFor = (stock: Pick<Stock, 'safety' | 'channelSafety'>, channel: SalesChannel): number =>
  stock.channelSafety?.[channel] ?? (hasSafetyByDefault(channel) ? stock.safety : 0);

/** What this channel can still sell. */
export const sellable = (
  stock: Pieces & Pick<Stock, 'safety' | 'channelSafety'>,
  channel: SalesChannel = 'mini_program',
): number => Math.max(0, freePieces(stock) - safetyFor(stock, channel));

/** How the hold ended here, as far as is remembered; a final end outweighs a sweep. */
export function endOf(stock: Pick<Stock, 'ended'>, holdId: string): Stock['ended'][number]['how'] | null {
  const ends = stock.ended.filter((end) => end.id === holdId).map((end) => end.how);
  return ends.find((how) => how !== 'swept') ?? ends[0] ?? null;
}

export const movement = (what: Omit<Movement, '_id'>): Movement => ({
  ...what,
  _id: `${what.reason}/${what.ref}/${stockId(what.locationId, what.skuId)}`,
});

/** What a count of `counted` pieces changes; not more can be set aside than there are. */
export const recounted = (
  stock: Pick<Stock, 'onHand' | 'unsellable'>,
  counted: number,
): { quantity: number; unsellable?: number } => {
  const gone = Math.max(0, (stock.unsellable ?? 0) - counted);
  return { quantity: counted - stock.onHand, ...(gone > 0 ? { unsellable: -gone } : {}) };
};

export type RejectionEffect = 'zero' | 'minus' | 'unsellable' | 'none';
/**
 * What a store's refusal says about its stock: `zero` none but the promised pieces is there, `minus` these are not there,
 * `unsellable` these are there and damaged. Pieces that are promised to others are never touched: a count decides on them.
 */
export function rejected(
  stock: Pieces,
  { effect, quantity }: { effect: RejectionEffect; quantity: number },
): { quantity: number; unsellable?: number } {
  const free = freePieces(stock);
  const some = Math.min(free, quantity);
  if (effect === 'unsellable') return { quantity: 0, unsellable: some };
  const gone = { zero: free, minus: some, none: 0 }[effect];
  return { quantity: gone === 0 ? 0 : -gone };
}

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
