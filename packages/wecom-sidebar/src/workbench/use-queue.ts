import type { Result } from '@omni/shared/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/session';
import type { PickupTask, Queue, Refusal, Stage } from '../api/types';
import { useTurn } from '../api/use-turn';
import { useVisible } from '../ui/use-visible';
import { lookAgain, newsText } from './new-orders';
import type { Seen } from './new-orders';

const POLL_MS = 5_000;
const FRESH_MS = 20_000;
const MAX_PAGES = 10;

export type QueueView = {
  key: string;
  items: readonly PickupTask[];
  counts: Queue['counts'];
  more: boolean;
};

type Pages = { ok: true; data: Queue } | ({ ok: false } & Refusal);

/** The first pages of a stage as one list: what is on the screen is asked for as a whole, so that no page is stale. */
async function readPages(storeId: string, stage: Stage, pages: number): Promise<Pages> {
  const items: PickupTask[] = [];
  let cursor: string | null = null;
  for (let page = 0; ; page += 1) {
    const result: Result<'pickup.listQueue'> = await call('pickup.listQueue', {
      storeId,
      stage,
      ...(cursor ? { cursor } : {}),
    });
    if (!result.ok) return result;
    items.push(...result.data.items);
    cursor = result.data.nextCursor;
    if (cursor === null || page + 1 >= pages) {
      return { ok: true, data: { items, counts: result.data.counts, nextCursor: cursor } };
    }
  }
}

/** Remembers what was seen, and for a while which orders are new. */
function useNews() {
  const seen = useRef<Seen | null>(null);
  const [fresh, setFresh] = useState<readonly string[]>([]);
  const [news, setNews] = useState('');
  const notice = useCallback(
    (storeId: string, stage: Stage, queue: Pick<Queue, 'items' | 'counts' | 'nextCursor'>) => {
      const found = lookAgain(seen.current, { storeId, stage, queue });
      if (seen.current?.storeId !== storeId) setNews('');
      seen.current = found.seen;
      if (found.more === 0) return;
      setNews(newsText(found.more, found.seen.toAccept));
      setFresh((before) => [...before, ...found.fresh]);
    },
    [],
  );
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => {
      setNews('');
      setFresh([]);
    }, FRESH_MS);
    return () => clearTimeout(timer);
  }, [news, fresh]);
  return { fresh, news, notice };
}

/** One stage of a store's queue, asked again every five seconds while somebody looks. */
export function useQueue(storeId: string, stage: Stage) {
  const key = `${storeId}:${stage}`;
  const [view, setView] = useState<QueueView | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pages, setPages] = useState({ key, count: 1 });
  const { fresh, news, notice } = useNews();
  const visible = useVisible();
  const takeTurn = useTurn();
  const count = pages.key === key ? pages.count : 1;

  const refresh = useCallback(async () => {
    const isLast = takeTurn();
    const result = await readPages(storeId, stage, count);
    if (!isLast()) return;
    setRefusal(result.ok ? null : result);
    if (!result.ok) return;
    const { items, counts, nextCursor } = result.data;
    setView({ key, items, counts, more: nextCursor !== null && count < MAX_PAGES });
    notice(storeId, stage, result.data);
  }, [storeId, stage, key, count, notice, takeTurn]);

  useEffect(() => {
    if (!visible) return;
    void refresh();
    const timer = setInterval(() => void refresh(), POLL_MS);
    return () => {
      clearInterval(timer);
      takeTurn();
    };
  }, [visible, refresh, takeTurn]);

  const current = view?.key === key ? view : null;
  /** Counts are of the store, so they stay while another stage is being asked for. */
  const counts = view?.key.startsWith(`${storeId}:`) ? view.counts : null;
  const loadMore = () => setPages({ key, count: count + 1 });
  return { view: current, counts, refusal, fresh, news, refresh, loadMore };
}
