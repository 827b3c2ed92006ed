import type { Ctx } from '../../kernel/context';
import { mediaUrl } from './present';
import { findBySkus, findByWords } from './product.model';
import type { Product, Sku } from './product.model';
import { valuesText } from './product.rules';

/** What people recognise a SKU by. */
export type SkuCard = { skuId: string; title: string; valuesText: string; imageUrl: string };

const cardOf = (product: Product, sku: Sku): SkuCard => ({
  skuId: sku.skuId,
  title: product.title,
  valuesText: valuesText(sku),
  imageUrl: mediaUrl(product.images[0] ?? ''),
});

/** Those that exist, on sale or not, by SKU. */
export async function findSkus(_ctx: Ctx, skuIds: string[]): Promise<Map<string, SkuCard>> {
  const wanted = new Set(skuIds);
  const products = skuIds.length === 0 ? [] : await findBySkus([...wanted]);
  const cards = products.flatMap((product) => product.skus.map((sku) => cardOf(product, sku)));
  return new Map(cards.filter(({ skuId }) => wanted.has(skuId)).map((card) => [card.skuId, card]));
}

const GOODS_SEARCHED = 300;

/** SKUs whose goods have the words in their title, or that begin with them; of the first 300 goods found. */
export async function searchSkus(_ctx: Ctx, words: string): Promise<string[]> {
  const begins = (skuId: string) => skuId.toLowerCase().startsWith(words.toLowerCase());
  const products = await findByWords(words, GOODS_SEARCHED);
  return products.flatMap(({ title, skus }) => {
    const all = title.toLowerCase().includes(words.toLowerCase());
    return skus.map(({ skuId }) => skuId).filter((skuId) => all || begins(skuId));
  });
}
