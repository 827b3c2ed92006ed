import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { useCall } from './hooks';
import type { Nearby } from './views';
import { usePlace, useStore } from './store-choice';

type Asked = Input<Contracts['routing.findNearbyStores']>;
const MOST = 3;

/** The nearest other stores that have a piece of the SKU; null: nobody knows where the shopper is, or it was not asked yet. */
export function useOtherStores(skuId: string | null): Nearby[] | null {
  const point = usePlace();
  const chosen = useStore();
  const asked: Asked | null =
    point === null || skuId === null ? null : { point, lines: [{ skuId, quantity: 1 }] };
  const { data } = useCall('routing.findNearbyStores', asked);
  if (data === null || asked === null) return null;
  return data.stores
    .filter(({ storeId, hasEverything }) => hasEverything && storeId !== chosen?.storeId)
    .slice(0, MOST);
}
