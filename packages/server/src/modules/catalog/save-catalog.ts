import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { putProduct } from './product.model';
import type { Product } from './product.model';
import { problemsOf } from './product.rules';
import { indexGoods } from './search-goods';
import { putCategory, putHome } from './shop-window.model';
import type { Category, HomeContent } from './shop-window.model';

/** Puts goods into the catalogue, or replaces them. Goods that contradict themselves are a bug of the caller. */
export async function saveProduct(_ctx: Ctx, product: Product): Promise<void> {
  const problems = problemsOf(product);
  if (problems.length > 0) throw new Error(`product ${product.productId}: ${problems.join('; ')}`);
  await inTransaction(async () => {
    await putProduct(product);
    await indexGoods(product);
  });
}

export const saveCategory = (_ctx: Ctx, category: Category): Promise<void> => putCategory(category);

export const saveHome = (
  _ctx: Ctx,
  content: Omit<HomeContent, 'hotWords'> & Partial<HomeContent>,
): Promise<void> => putHome({ hotWords: [], ...content });
