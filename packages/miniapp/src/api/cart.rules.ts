import { yuan } from '@omni/shared/yuan';

export type CartLine = {
  skuId: string;
  productId: string;
  title: string;
  valuesText: string;
  imageUrl: string;
  priceFen: number;
  /** The price at which it was put in; carts of before this was kept do not have it. */
  addedFen?: number;
  quantity: number;
  selected: boolean;
  /** Why it cannot be bought now; null when it can. */
  trouble: string | null;
};
/** What the catalogue says of one product now; null when it is gone from the shelf. */
export type FreshProduct = {
  title: string;
  skus: readonly { skuId: string; priceFen: number; onSale: boolean }[];
} | null;

/** How the price moved since the line was put in, for people; null: it did not, or nobody knows. */
export function priceMove({ priceFen, addedFen }: Pick<CartLine, 'priceFen' | 'addedFen'>): string | null {
  if (addedFen === undefined || addedFen === priceFen) return null;
  return priceFen < addedFen
    ? `比加入时便宜 ¥${yuan(addedFen - priceFen)}`
    : `比加入时贵了 ¥${yuan(priceFen - addedFen)}`;
}

export const MAX_QUANTITY = 99;
export const MAX_LINES = 50;

const clamp = (quantity: number) => Math.min(MAX_QUANTITY, Math.max(1, Math.round(quantity)));

/** The newest line stands first; the same SKU again only adds to its quantity. */
export function addLine(lines: readonly CartLine[], line: CartLine): CartLine[] {
  const held = lines.find((one) => one.skuId === line.skuId);
  const merged = held ? { ...line, quantity: clamp(held.quantity + line.quantity) } : line;
  return [merged, ...lines.filter((one) => one.skuId !== line.skuId)].slice(0, MAX_LINES);
}

export const setQuantity = (lines: readonly CartLine[], skuId: string, quantity: number): CartLine[] =>
  lines.map((line) => (line.skuId === skuId ? { ...line, quantity: clamp(quantity) } : line));

export const removeLines = (lines: readonly CartLine[], skuIds: readonly string[]): CartLine[] =>
  lines.filter((line) => !skuIds.includes(line.skuId));

export const toggleLine = (lines: readonly CartLine[], skuId: string): CartLine[] =>
  lines.map((line) => (line.skuId === skuId ? { ...line, selected: !line.selected } : line));

export const selectAll = (lines: readonly CartLine[], selected: boolean): CartLine[] =>
  lines.map((line) => ({ ...line, selected }));

export const chosenLines = (lines: readonly CartLine[]): CartLine[] =>
  lines.filter((line) => line.selected && line.trouble === null);

export const totalFen = (lines: readonly CartLine[]): number =>
  lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);

export const countOf = (lines: readonly CartLine[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0);

/** Brings prices and shelf state up to date; products not asked about stay as they are. `changed` names what got another price. */
export function refreshLines(
  lines: readonly CartLine[],
  products: ReadonlyMap<string, FreshProduct>,
): { lines: CartLine[]; changed: CartLine[] } {
  const fresh = lines.map((line) => {
    const product = products.get(line.productId);
    return product === undefined ? line : refreshLine(line, product);
  });
  const changed = fresh.filter((line, index) => line.priceFen !== lines[index]?.priceFen);
  return { lines: fresh, changed };
}

function refreshLine(line: CartLine, product: FreshProduct): CartLine {
  const sku = product?.skus.find((one) => one.skuId === line.skuId);
  if (!product || !sku?.onSale) return { ...line, trouble: '商品已下架' };
  return { ...line, title: product.title, priceFen: sku.priceFen, trouble: null };
}
