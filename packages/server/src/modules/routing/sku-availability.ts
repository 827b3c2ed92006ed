import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as catalog from '../catalog';
import * as inventory from '../inventory';
import * as stores from '../stores';

type Asked = Contracts['routing.skuAvailability'];

/** What of a product the store could sell now; nothing of a SKU that is not on sale. Refuses: NOT_FOUND (product, store). */
export async function skuAvailability(
  ctx: Ctx,
  { storeId, productId }: Parsed<Asked>,
): Promise<Answer<Asked>> {
  const product = await catalog.requireProduct(ctx, productId);
  await stores.requireStore(ctx, storeId);
  const skuIds = product.skus.map((sku) => sku.skuId);
  const here = (await inventory.availableAt(ctx, [storeId], skuIds)).get(storeId);
  const sellable = product.skus.map((sku) =>
    product.onShelf && sku.onSale ? (here?.get(sku.skuId) ?? 0) : 0,
  );
  return { skus: skuIds.map((skuId, i) => ({ skuId, available: sellable[i] ?? 0 })) };
}
