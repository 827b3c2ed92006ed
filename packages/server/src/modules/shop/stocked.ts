import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as catalog from '../catalog';
import * as inventory from '../inventory';

export type StockedCard = Answer<Contracts['shop.search']>['items'][number];
type Asked = { product: catalog.Product; skuIds: string[] };

/** Which of these goods the store can sell now, in one of the SKUs named; one query for all of them. */
export async function thoseInStock(ctx: Ctx, storeId: string, asked: readonly Asked[]): Promise<Set<string>> {
  const skuIds = asked.flatMap((one) => one.skuIds);
  if (skuIds.length === 0) return new Set();
  const here = (await inventory.availableAt(ctx, [storeId], skuIds)).get(storeId);
  const has = (skuId: string) => (here?.get(skuId) ?? 0) > 0;
  return new Set(asked.filter((one) => one.skuIds.some(has)).map(({ product }) => product.productId));
}

export const skusOnSale = (product: catalog.Product): string[] =>
  product.skus.filter(({ onSale }) => onSale).map(({ skuId }) => skuId);

/** `there` null: no store was asked about. */
export const presentStocked = (product: catalog.Product, there: ReadonlySet<string> | null): StockedCard => ({
  ...catalog.presentCard(product),
  inStock: there && there.has(product.productId),
});
