import { useEffect, useRef } from 'react';
import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useCall } from './hooks';
import type { Loaded } from './hooks';
import { useMember } from './session';
import { useShared } from './state';
import { noteHomeStore, placeSettled, usePlace, useStore } from './store-choice';
import type { Home } from './views';

type Asked = Input<Contracts['shop.home']>;

/** A store that was found by being nearest gives way to one that is nearer. */
export function useHomeQuestion(): Asked | null {
  const settled = useShared(placeSettled);
  const place = usePlace();
  const store = useStore();
  if (!settled) return null;
  const point = place === null ? {} : { point: place };
  return store === null || (store.by === 'nearest' && place !== null)
    ? point
    : { storeId: store.storeId, ...point };
}

/**
 * The first screen, in one request for the store; the last one is there at once. Offers depend on who asks: after a late login they
 * are asked for again, where there are any.
 */
export function useHome(): Loaded<Home> {
  const home = useCall('shop.home', useHomeQuestion(), { keepAs: 'home' });
  const { data, reload } = home;
  const store = data?.store ?? null;
  useEffect(() => {
    if (store !== null) noteHomeStore({ ...store, distanceMetres: store.distanceMetres ?? undefined });
  }, [store]);
  const memberNo = useMember()?.memberNo ?? null;
  const askedFor = useRef(memberNo);
  const offered = (data?.offers.length ?? 0) > 0;
  useEffect(() => {
    if (!offered || askedFor.current === memberNo) return;
    askedFor.current = memberNo;
    reload();
  }, [memberNo, offered, reload]);
  return home;
}
