import type { Product, Sku } from '../api/views';

/** One value per option, undefined where nothing was picked yet. */
export type Picked = readonly (string | undefined)[];
export type Stock = ReadonlyMap<string, number>;

const fits = (sku: Sku, picked: Picked) =>
  picked.every((value, option) => value === undefined || sku.values[option] === value);

/** A SKU that can be bought: on sale, and in stock where stock is known. */
const buyable = (sku: Sku, stock: Stock | null) =>
  sku.onSale && (stock === null || (stock.get(sku.skuId) ?? 0) > 0);

/** Picking a value again takes it back. */
export const pick = (picked: Picked, option: number, value: string): Picked =>
  picked.map((held, index) => (index === option ? (held === value ? undefined : value) : held));

/** What is picked when the sheet opens: options that leave no choice. */
export const startPicked = (product: Product): Picked =>
  product.options.map(({ values }) => (values.length === 1 ? values[0] : undefined));

export const pickedSku = (product: Product, picked: Picked): Sku | null =>
  picked.every((value) => value !== undefined)
    ? (product.skus.find((sku) => fits(sku, picked)) ?? null)
    : null;

/** How a value looks beside what is already picked: can be had, exists but is sold out here, or is not made. */
export function valueState(
  product: Product,
  at: { picked: Picked; option: number; value: string; stock: Stock | null },
): 'free' | 'sold-out' | 'none' {
  const wished = at.picked.map((held, index) => (index === at.option ? at.value : held));
  const made = product.skus.filter((sku) => sku.onSale && fits(sku, wished));
  if (made.length === 0) return 'none';
  return made.some((sku) => buyable(sku, at.stock)) ? 'free' : 'sold-out';
}

/** `请选择 颜色 尺码`, naming what is still open. */
export const openOptions = (product: Product, picked: Picked): string =>
  product.options
    .filter((_, index) => picked[index] === undefined)
    .map(({ name }) => name)
    .join('、');
