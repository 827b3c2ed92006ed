/** One part of what is held about somebody, for handing it to them: rows in one order, oldest first, read one after the other. */
export type Section = {
  /** For programs: `orders`. */
  name: string;
  /** For people: `订单`. */
  title: string;
  rows: () => AsyncIterable<Record<string, unknown>>;
};

/** Somebody who leaves, as records know them. */
export type Leaving = {
  /** `erased:<chance>`: what takes their place in what the law keeps. Nothing leads from it back to them. */
  as: string;
  /** Every id under which they were ever kept. */
  customerIds: string[];
  /** All that their records hang on: ids of sightings and of identifiers. */
  origins: string[];
  openids: string[];
  externalUserids: string[];
  /** What other platforms call them: `<platform>:<id there>`. */
  buyers: string[];
  /** Decisions of operators about who they are. */
  decisionIds: string[];
  /** Their orders that were met so far. */
  orderIds: string[];
  /** Only what was written before: whoever came back with the same WeChat since is somebody new. */
  before: Date;
};

/** Why something stays: a sale, money that may still come for one that never was, the proof of a consent, a campaign's count. */
export type KeptBecause = 'transaction' | 'late_money' | 'consent_proof' | 'campaign_count';
/** What stays, and until when. Everything that hangs on it goes with it. */
export type Kept = { kind: 'order' | 'coupon' | 'consent'; id: string; because: KeptBecause; until: Date };

/** What was done to the documents of one collection. `kept` ones name nobody any more. */
export type Effect = { collection: string; deleted: number; kept: number; keeps: Kept[] };

/** Something between somebody and us that has to end first. `text` is for people. */
export type Unfinished = {
  kind: 'order' | 'payment' | 'aftersale' | 'shipping_report' | 'channel_order';
  /** The order's or case's number, for people. */
  number: string;
  /** The order whose page shows it; null: none does. */
  orderId: string | null;
  text: string;
};

/** E-Commerce Law art. 31: goods, service and transaction records, three years from the end of the transaction. */
export const SALE_KEPT_YEARS = 3;

export function yearsAfter(at: Date, years: number): Date {
  const then = new Date(at);
  then.setUTCFullYear(then.getUTCFullYear() + years);
  return then;
}

/** How many documents one step of an erasure takes on, so that its transaction stays small. */
export const AT_ONCE = 200;

/** Nothing done is no effect. */
export const effect = (collection: string, done: Partial<Omit<Effect, 'collection'>>): Effect[] => {
  const { deleted = 0, kept = 0, keeps = [] } = done;
  return deleted + kept === 0 ? [] : [{ collection, deleted, kept, keeps }];
};

/** In a query: written in place of somebody who left (shared/erased.ts). */
export const ANY_ERASED = /^erased:/;

/** Rows of a list that is short enough to be read at once. */
export async function* each<T>(
  read: () => Promise<readonly T[]>,
  show: (row: T) => Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>> {
  for (const row of await read()) yield show(row);
}
