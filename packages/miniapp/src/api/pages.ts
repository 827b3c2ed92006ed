import { useCallback, useEffect, useRef, useState } from 'react';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { call } from './client';
import type { CallFailure, Loaded } from './hooks';
import { keep, kept } from './kept';

type PagedName =
  | 'catalog.listProducts'
  | 'orders.list'
  | 'aftersale.list'
  | 'bookings.mine'
  | 'privacy.listConsents'
  | 'shop.search'
  | 'messages.list';
type Item<N extends PagedName> = Reply<Contracts[N]>['items'][number];
type Query<N extends PagedName> = Omit<Input<Contracts[N]>, 'cursor' | 'limit'>;
type Page<N extends PagedName> = { items: Item<N>[]; nextCursor: string | null };
/** `first`: the answer that the first page came in. */
type Held<N extends PagedName> = Page<N> & { first: Reply<Contracts[N]> };

export type Pages<T, F = unknown> = Loaded<T[]> & { more: () => void; ended: boolean; first: F | null };

/**
 * A list that grows as the shopper scrolls. Another query starts it afresh. With `keepAs` the first page of the last few queries
 * stays on the phone and is shown until it comes again.
 */
export function usePages<N extends PagedName>(
  name: N,
  query: Query<N>,
  { keepAs = null }: { keepAs?: string | null } = {},
): Pages<Item<N>, Reply<Contracts[N]>> {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<Held<N> | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [loading, setLoading] = useState(true);
  const latest = useRef(0);
  const fetch = useCallback(
    async (before: Held<N> | null) => {
      const mine = ++latest.current;
      setLoading(true);
      const result = await askOn(name, key, before?.nextCursor ?? null);
      if (mine !== latest.current) return;
      setLoading(false);
      setFailure(result.ok ? null : result);
      if (!result.ok) return;
      const page = result.data as unknown as Page<N>;
      const first = before?.first ?? result.data;
      const next = { items: [...(before?.items ?? []), ...page.items], nextCursor: page.nextCursor, first };
      if (before === null && keepAs !== null) keep(keepAs, key, next);
      setHeld(next);
    },
    [name, key, keepAs],
  );
  useEffect(() => {
    setHeld(keepAs === null ? null : kept<Held<N>>(keepAs, key));
    setFailure(null);
    void fetch(null);
  }, [fetch, keepAs, key]);
  const reload = useCallback(() => void fetch(null), [fetch]);
  const more = () => {
    if (!loading && held !== null && held.nextCursor !== null) void fetch(held);
  };
  const replace = (items: Item<N>[]) => held && setHeld({ ...held, items });
  return {
    data: held?.items ?? null,
    first: held?.first ?? null,
    failure,
    loading,
    reload,
    replace,
    more,
    ended: held?.nextCursor === null,
  };
}

const MOST_EMPTY = 20;

/** A page may be empty before the last one: then the next is asked for. */
async function askOn<N extends PagedName>(name: N, key: string, from: string | null) {
  for (let cursor = from, looks = 1; ; looks += 1) {
    const at = cursor === null ? {} : { cursor };
    const result = await call(name, { ...(JSON.parse(key) as Query<N>), ...at } as Input<Contracts[N]>);
    if (!result.ok) return result;
    const page = result.data as unknown as Page<N>;
    if (page.items.length > 0 || page.nextCursor === null || looks === MOST_EMPTY) return result;
    cursor = page.nextCursor;
  }
}
