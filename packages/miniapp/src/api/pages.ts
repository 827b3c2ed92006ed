import { useCallback, useEffect, useRef, useState } from 'react';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { call } from './client';
import type { CallFailure, Loaded } from './hooks';

type PagedName =
  'catalog.listProducts' | 'orders.list' | 'aftersale.list' | 'privacy.listConsents' | 'messages.list';
type Item<N extends PagedName> = Reply<Contracts[N]>['items'][number];
type Query<N extends PagedName> = Omit<Input<Contracts[N]>, 'cursor' | 'limit'>;
type Held<N extends PagedName> = { items: Item<N>[]; nextCursor: string | null };

export type Pages<T> = Loaded<T[]> & { more: () => void; ended: boolean };

/** A list that grows as the shopper scrolls. Another query starts it afresh. */
export function usePages<N extends PagedName>(name: N, query: Query<N>): Pages<Item<N>> {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<Held<N> | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [loading, setLoading] = useState(true);
  const latest = useRef(0);
  const fetch = useCallback(
    async (before: Held<N> | null) => {
      const mine = ++latest.current;
      setLoading(true);
      const cursor = before?.nextCursor === null || before === null ? {} : { cursor: before.nextCursor };
      const result = await call(name, { ...(JSON.parse(key) as Query<N>), ...cursor } as Input<Contracts[N]>);
      if (mine !== latest.current) return;
      setLoading(false);
      setFailure(result.ok ? null : result);
      if (!result.ok) return;
      const page = result.data as unknown as Held<N>;
      setHeld({ items: [...(before?.items ?? []), ...page.items], nextCursor: page.nextCursor });
    },
    [name, key],
  );
  useEffect(() => {
    setHeld(null);
    void fetch(null);
  }, [fetch]);
  const reload = useCallback(() => void fetch(null), [fetch]);
  const more = () => {
    if (!loading && held !== null && held.nextCursor !== null) void fetch(held);
  };
  const replace = (items: Item<N>[]) => setHeld({ items, nextCursor: held?.nextCursor ?? null });
  return {
    data: held?.items ?? null,
    failure,
    loading,
    reload,
    replace,
    more,
    ended: held?.nextCursor === null,
  };
}
