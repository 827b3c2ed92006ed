import { drawCartBadge } from '../platform/tab-bar';
import { call } from './client';
import * as rules from './cart.rules';
import type { CartLine, FreshProduct } from './cart.rules';
import { createState, useShared } from './state';

/** The cart lives on the phone: it needs no login, and nothing is promised until an order is placed. */
const cart = createState<CartLine[]>([], 'cart');

export const useCart = (): CartLine[] => useShared(cart);
export const showCartBadge = (): void => drawCartBadge(rules.countOf(cart.get()));

function keep(lines: CartLine[]): void {
  cart.set(lines);
  showCartBadge();
}

/** New in the cart: ticked, and nothing known against it. */
export const addToCart = (line: Omit<CartLine, 'selected' | 'trouble' | 'addedFen'>): void =>
  keep(rules.addLine(cart.get(), { ...line, addedFen: line.priceFen, selected: true, trouble: null }));
export const setQuantity = (skuId: string, quantity: number): void =>
  keep(rules.setQuantity(cart.get(), skuId, quantity));
export const removeFromCart = (skuIds: readonly string[]): void =>
  keep(rules.removeLines(cart.get(), skuIds));
export const toggleLine = (skuId: string): void => keep(rules.toggleLine(cart.get(), skuId));
export const selectAll = (selected: boolean): void => keep(rules.selectAll(cart.get(), selected));

/** Asks the catalogue for each product in the cart; answers the lines whose price changed. */
export async function refreshCart(): Promise<CartLine[]> {
  const ids = [...new Set(cart.get().map((line) => line.productId))];
  const answers = await Promise.all(ids.map(freshProduct));
  const known = answers.filter((entry) => entry !== null);
  // The cart may have changed while the questions were under way: refresh what is there now.
  const { lines, changed } = rules.refreshLines(cart.get(), new Map(known));
  keep(lines);
  return changed;
}

async function freshProduct(productId: string): Promise<[string, FreshProduct] | null> {
  const result = await call('catalog.getProduct', { productId });
  if (result.ok) return [productId, result.data];
  return result.code === 'PRODUCT_OFF_SHELF' || result.code === 'NOT_FOUND' ? [productId, null] : null;
}
