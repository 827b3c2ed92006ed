import { createHash } from 'node:crypto';
import { WAREHOUSE } from '../modules/inventory';
import { PRODUCTS } from './goods';
import { STORES } from './stores';

export type Count = { locationId: string; skuId: string; onHand: number };

/** What journeys rely on; everything else may be any number. */
export const FIXED: Record<string, number> = {
  'SH001/P001-BLUE-M': 20,
  'SH001/P001-WHITE-M': 20,
  'SH001/P007-OAT-M': 8,
  'SH001/P007-GREEN-S': 0,
  'SH001/P017-CAMEL-M': 1,
  'SH001/P021-RUST-F': 12,
  'SH001/P024-WHITE-F': 30,
  'SH002/P001-BLUE-M': 15,
  'SH002/P007-GREEN-S': 5,
  'SH002/P017-CAMEL-M': 2,
  'SH005/P001-BLUE-M': 0,
  [`${WAREHOUSE}/P001-BLUE-M`]: 200,
  [`${WAREHOUSE}/P007-GREEN-S`]: 40,
  [`${WAREHOUSE}/P018-WHITE-L`]: 3,
  [`${WAREHOUSE}/P022-YELLOW-F`]: 0,
};

/** The same number for the same words on every machine. */
const dice = (words: string): number => createHash('md5').update(words).digest().readUInt32BE(0);
const FLAGSHIPS = ['SH001', 'SH002'];

function onHandAt(locationId: string, productId: string, skuId: string): number {
  const fixed = FIXED[`${locationId}/${skuId}`];
  if (fixed !== undefined) return fixed;
  if (locationId === WAREHOUSE) return 30 + (dice(skuId) % 90);
  const hangsHere = FLAGSHIPS.includes(locationId) || dice(`${locationId}/${productId}`) % 10 < 6;
  // One SKU in six is sold out, one in six has a last piece or two.
  const luck = dice(`${locationId}/${skuId}`);
  if (!hangsHere || luck % 6 === 0) return 0;
  return luck % 6 === 1 ? 1 + (luck % 2) : 3 + (luck % 10);
}

/** What lies where on the first day; nothing is counted where there is nothing. */
export const COUNTS: Count[] = [WAREHOUSE, ...STORES.map((store) => store.storeId)].flatMap((locationId) =>
  PRODUCTS.flatMap(({ productId, skus }) =>
    skus.map(({ skuId }) => ({ locationId, skuId, onHand: onHandAt(locationId, productId, skuId) })),
  ).filter((count) => count.onHand > 0),
);
