import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import { findProducts, newArrivals, requireProduct } from './find-products';
import { mediaUrl, presentCard, presentCategory, presentProduct } from './present';
import { listOnShelf } from './product.model';
import type { Product } from './product.model';
import { listCategories, readHome } from './shop-window.model';

const NEW_ARRIVALS = 6;
type Of<N extends keyof Contracts> = { input: Parsed<Contracts[N]>; answer: Answer<Contracts[N]> };

type HomeView = Of<'catalog.home'>['answer'];
type HomeGoods = Pick<HomeView, 'banners' | 'categories'> & { newArrivals: Product[]; loved: Product[] };

/** What is on the first screen. Goods that were taken off the shelf since it was arranged, and banners about them, are left out. */
export async function homeGoods(ctx: Ctx): Promise<HomeGoods> {
  const [arranged, categories, newest] = await Promise.all([
    readHome(),
    listCategories(),
    newArrivals(ctx, NEW_ARRIVALS),
  ]);
  const named = [
    ...arranged.banners.flatMap((banner) => banner.productId ?? []),
    ...arranged.lovedProductIds,
  ];
  const onShelf = (await findProducts(ctx, named)).filter((product) => product.onShelf);
  const shown = new Map(onShelf.map((product) => [product.productId, product]));
  return {
    banners: arranged.banners
      .filter(({ productId }) => productId === null || shown.has(productId))
      .map(({ image, ...rest }) => ({ ...rest, imageUrl: mediaUrl(image) })),
    categories: categories.map(presentCategory),
    newArrivals: newest,
    loved: arranged.lovedProductIds.flatMap((id) => shown.get(id) ?? []),
  };
}

/** The first screen, whatever the store. */
export async function showHome(ctx: Ctx): Promise<HomeView> {
  const { newArrivals: newest, loved, ...rest } = await homeGoods(ctx);
  return { ...rest, newArrivals: newest.map(presentCard), loved: loved.map(presentCard) };
}

/** One page of goods on the shelf. Refuses: INVALID_INPUT (a cursor that is not ours). */
export async function listProducts(
  _ctx: Ctx,
  input: Of<'catalog.listProducts'>['input'],
): Promise<Of<'catalog.listProducts'>['answer']> {
  const { categoryId, keyword, cursor, limit } = input;
  const after = readCursor(cursor);
  const found = await listOnShelf({
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(keyword === undefined ? {} : { titleHolds: keyword }),
    ...(after === undefined ? {} : { after: { publishedAt: after.at, productId: after.id } }),
    limit: limit + 1,
  });
  const place = ({ publishedAt, productId }: Product) => ({ at: publishedAt, id: productId });
  const { page, nextCursor } = cutPage(found, limit, place);
  return { items: page.map(presentCard), nextCursor };
}

/** Goods detail. Refuses: NOT_FOUND, PRODUCT_OFF_SHELF. */
export async function getProduct(
  ctx: Ctx,
  { productId }: Of<'catalog.getProduct'>['input'],
): Promise<Of<'catalog.getProduct'>['answer']> {
  const product = await requireProduct(ctx, productId);
  if (!product.onShelf) throw new AppError('PRODUCT_OFF_SHELF');
  return presentProduct(product);
}
