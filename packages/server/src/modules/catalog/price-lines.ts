import type { OrderLine } from '@omni/shared/contracts/orders';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { mediaUrl } from './present';
import { findBySkus } from './product.model';
import { valuesText } from './product.rules';

export type Line = { skuId: string; quantity: number };
/** A line of a cart with today's price; `categoryId` is for those who grant discounts by category. */
export type PricedLine = Omit<z.output<typeof OrderLine>, 'lineNo' | 'discountFen' | 'isGift'> & {
  categoryId: string;
};

/** The lines at today's prices, in their order. Refuses: NOT_FOUND (a SKU nobody sells), PRODUCT_OFF_SHELF. */
export async function priceLines(_ctx: Ctx, lines: Line[]): Promise<PricedLine[]> {
  const products = await findBySkus(lines.map((line) => line.skuId));
  const sold = new Map(
    products.flatMap((product) => product.skus.map((sku) => [sku.skuId, { product, sku }] as const)),
  );
  const found = lines.map((line) => {
    const goods = sold.get(line.skuId);
    if (!goods) throw new AppError('NOT_FOUND', { skuId: line.skuId });
    return { ...goods, quantity: line.quantity };
  });
  const gone = found.filter(({ product, sku }) => !product.onShelf || !sku.onSale);
  if (gone.length > 0) throw new AppError('PRODUCT_OFF_SHELF', { skuIds: gone.map(({ sku }) => sku.skuId) });
  return found.map(({ product, sku, quantity }) => ({
    skuId: sku.skuId,
    productId: product.productId,
    categoryId: product.categoryId,
    title: product.title,
    valuesText: valuesText(sku),
    imageUrl: mediaUrl(product.images[0] ?? ''),
    priceFen: sku.priceFen,
    quantity,
  }));
}
