import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { findByIds, findProduct, listOnShelf } from './product.model';
import type { Product } from './product.model';

/** The product, on the shelf or not. Refuses: NOT_FOUND. */
export async function requireProduct(_ctx: Ctx, productId: string): Promise<Product> {
  const product = await findProduct(productId);
  if (!product) throw new AppError('NOT_FOUND');
  return product;
}

/** Those that exist, in the order asked for. */
export async function findProducts(_ctx: Ctx, productIds: string[]): Promise<Product[]> {
  const byId = new Map((await findByIds(productIds)).map((product) => [product.productId, product]));
  return productIds.flatMap((productId) => byId.get(productId) ?? []);
}

/** The goods put on the shelf last, newest first. */
export const newArrivals = (_ctx: Ctx, limit: number): Promise<Product[]> => listOnShelf({ limit });
