import type { Product, Sku } from './product.model';

/** `雾蓝 / M`. */
export const valuesText = (sku: Pick<Sku, 'values'>): string => sku.values.join(' / ');

/** What a card shows: the lowest price among the SKUs on sale, or among all when none is. */
export function cheapestFen(product: Pick<Product, 'skus'>): number {
  const onSale = product.skus.filter((sku) => sku.onSale);
  return Math.min(...(onSale.length > 0 ? onSale : product.skus).map((sku) => sku.priceFen));
}

const isPrice = (fen: number): boolean => Number.isSafeInteger(fen) && fen >= 0 && fen <= 100_000_000;
const repeats = (texts: string[]): boolean => new Set(texts).size !== texts.length;

/** Every reason why these goods cannot be put on sale as they are written; empty when they can. */
export function problemsOf(product: Product): string[] {
  const { options, skus } = product;
  const fits = (sku: Sku) =>
    sku.values.length === options.length &&
    sku.values.every((value, i) => options[i]?.values.includes(value));
  return [
    ...(skus.length === 0 ? ['no SKU'] : []),
    ...(product.images.length === 0 ? ['no image'] : []),
    ...(repeats(skus.map((sku) => sku.skuId)) ? ['a SKU id is used twice'] : []),
    ...(repeats(skus.map((sku) => JSON.stringify(sku.values))) ? ['two SKUs have the same options'] : []),
    ...(options.some((option) => repeats(option.values)) ? ['an option has a value twice'] : []),
    ...skus.filter((sku) => !fits(sku)).map((sku) => `SKU ${sku.skuId} does not match the options`),
    ...skus
      .filter((sku) => !isPrice(sku.priceFen))
      .map((sku) => `SKU ${sku.skuId} has no price in whole fen`),
    ...skus
      .filter(({ channelPrices = {} }) => !Object.values(channelPrices).every(isPrice))
      .map((sku) => `SKU ${sku.skuId} has a channel price that is not whole fen`),
    ...skus
      .filter(({ channelPrices = {} }) => 'mini_program' in channelPrices)
      .map((sku) => `SKU ${sku.skuId} has a second price for the mini-program`),
    ...(product.listPriceFen !== null && !isPrice(product.listPriceFen)
      ? ['the list price is not whole fen']
      : []),
  ];
}
