import type { SalesChannel } from '@omni/shared/contracts/common';
import type { OrderLine } from '@omni/shared/contracts/orders';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { mediaUrl } from './present';
import { findBySkus } from './product.model';
import type { Product, Sku } from './product.model';
import { valuesText } from './product.rules';

export type Line = { skuId: string; quantity: number };
/** A line of a cart with today's price; `categoryId` is for those who grant discounts by category. */
export type PricedLine = Omit<z.output<typeof OrderLine>, 'lineNo' | 'discountFen' | 'isGift'> & {
  categoryId: string;
};

/**
 * The lines at today's prices of a channel (absent: the mini-program), in their order; a SKU without a price of its own there
 * has the one of the mini-program. Refuses: NOT_FOUND (a SKU nobody sells), PRODUCT_OFF_SHELF.
 */
export async function priceLines(
  _ctx: Ctx,
  lines: Line[],
  channel: SalesChannel = 'mini_program',
): Promise<PricedLine[]> {
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
  return found.map(({ product, sku, quantity }) =>
    asLine({ product, sku, quantity, priceFen: sku.channelPrices?.[channel] ?? sku.priceFen }),
  );
}

type Sold = { product: Product; sku: Sku; quantity: number; priceFen: number };

const asLine = ({ product, sku, quantity, priceFen }: Sold): PricedLine => ({
  skuId: sku.skuId,
  productId: product.productId,
  categoryId: product.categoryId,
  title: product.title,
  valuesText: valuesText(sku),
  imageUrl: mediaUrl(product.images[0] ?? ''),
  priceFen,
  quantity,
});

/** Lines of goods that are given away, in their order, on the shelf or not. Refuses: NOT_FOUND (a SKU nobody knows). */
export async function giftLines(_ctx: Ctx, lines: Line[]): Promise<PricedLine[]> {
  if (lines.length === 0) return [];
  const products = await findBySkus(lines.map((line) => line.skuId));
  return lines.map(({ skuId, quantity }) => {
    const product = products.find(({ skus }) => skus.some((sku) => sku.skuId === skuId));
    const sku = product?.skus.find((one) => one.skuId === skuId);
    if (!product || !sku) throw new AppError('NOT_FOUND', { skuId });
    return asLine({ product, sku, quantity, priceFen: 0 });
  });
}
