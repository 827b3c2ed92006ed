import type { Queue, Stage } from '../api/types';

/** What the last look at a store's queue saw. */
export type Seen = {
  storeId: string;
  toAccept: number;
  /** Ids of every order waiting to be accepted, or null when the look did not show all of them. */
  ids: readonly string[] | null;
};
export type Look = { storeId: string; stage: Stage; queue: Pick<Queue, 'items' | 'counts' | 'nextCursor'> };
export type News = { seen: Seen; fresh: readonly string[]; more: number };

/**
 * Which orders are new since the last look. Looking at another stage, only the count tells; looking at all of the waiting
 * orders, their ids do, so that one accepted and one arrived at the same moment is still noticed.
 */
export function lookAgain(before: Seen | null, { storeId, stage, queue }: Look): News {
  const toAccept = queue.counts.to_accept;
  const whole = stage === 'to_accept' && queue.nextCursor === null;
  const ids = whole ? queue.items.map((task) => task.orderId) : null;
  const seen: Seen = { storeId, toAccept, ids };
  if (before === null || before.storeId !== storeId) return { seen, fresh: [], more: 0 };
  if (ids && before.ids) {
    const fresh = ids.filter((id) => !before.ids?.includes(id));
    return { seen, fresh, more: fresh.length };
  }
  return { seen, fresh: [], more: Math.max(0, toAccept - before.toAccept) };
}

export const newsText = (more: number, waiting: number): string => `新到 ${more} 单，共 ${waiting} 单待接单`;
