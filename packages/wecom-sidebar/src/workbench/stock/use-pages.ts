import type { Result } from '@omni/shared/client';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/session';
import type { Refusal } from '../../api/types';
import type { Question } from '../../api/use-question';
import { useTurn } from '../../api/use-turn';
import { useReturn } from '../../ui/use-visible';

type Paged = 'inventory.list' | 'inventory.history' | 'inventory.listCounts' | 'identity.listQuarantined';
type Book<N extends Paged> = Reply<Contracts[N]>;
type Asked<N extends Paged> = { name: N; input: Input<Contracts[N]> };

/** So many pages from a cursor on, as one answer. */
async function readPages<N extends Paged>(
  { name, input }: Asked<N>,
  from: string | null,
  pages: number,
): Promise<Result<N>> {
  let all: Book<N> | null = null;
  let cursor = from;
  for (let page = 0; ; page += 1) {
    const result: Result<N> = await call(name, { ...input, ...(cursor ? { cursor } : {}) });
    if (!result.ok) return result;
    all = all === null ? result.data : joined(all, result.data);
    cursor = result.data.nextCursor;
    if (cursor === null || page + 1 >= pages) return { ...result, data: all };
  }
}

const joined = <T extends { items: unknown[] }>(before: T, next: T): T => ({
  ...next,
  items: [...before.items, ...next.items],
});

type View<T> = { key: string; data: T | null; refusal: Refusal | null; pages: number };
export type Pages<T> = Question<T> & { more: boolean; loadMore: () => void };

/**
 * A list that grows by pages. It is asked for when the input changes, when `version` does, when the network is back and when
 * the page is looked at again: then as many pages as are on the screen, so that none is older than the others.
 */
export function usePages<N extends Paged>(name: N, input: Input<Contracts[N]>, version = 0): Pages<Book<N>> {
  const key = JSON.stringify(input);
  const [view, setView] = useState<View<Book<N>> | null>(null);
  const [busy, setBusy] = useState(false);
  const takeTurn = useTurn();
  const current = view?.key === key ? view : null;
  const pages = useRef(1);
  pages.current = current?.pages ?? 1;

  const ask = useCallback(
    async (count: number, after: Book<N> | null) => {
      const isLast = takeTurn();
      setBusy(true);
      const asked = { name, input: JSON.parse(key) as Input<Contracts[N]> };
      const result = await readPages(asked, after?.nextCursor ?? null, after ? 1 : count);
      if (!isLast()) return;
      setBusy(false);
      setView((before) => {
        if (!result.ok) {
          const old = before?.key === key ? before : null;
          return { key, data: old?.data ?? null, refusal: result, pages: old?.pages ?? 1 };
        }
        const data = after ? joined(after, result.data) : result.data;
        return { key, data, refusal: null, pages: count };
      });
    },
    [name, key, takeTurn],
  );
  const reload = useCallback(() => void ask(pages.current, null), [ask]);
  useEffect(() => {
    reload();
    return () => void takeTurn();
  }, [reload, version, takeTurn]);
  useReturn(reload);
  useEffect(() => {
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [reload]);

  const data = current?.data ?? null;
  return {
    data,
    refusal: current?.refusal ?? null,
    busy: busy || current === null,
    reload,
    more: data !== null && data.nextCursor !== null,
    loadMore: () => {
      if (data && !busy) void ask(pages.current + 1, data);
    },
  };
}
