import { randomUUID } from 'node:crypto';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as inventory from '../inventory';
import { aPaidOrder, aPlace, everythingDone } from '../orders/testing';
import type { Shop } from '../orders/testing';

export type Shopper = { id: string; token: string };
export type Apply = Input<Contracts['aftersale.apply']>;
type Order = Reply<Contracts['orders.get']>;
type Place = Input<Contracts['orders.place']>;

/** Goods of one product in two sizes at this price, with plenty of both in each of these places. */
export async function twoSizes(
  suite: Pick<Suite, 'ctx'>,
  priceFen: number,
  ...locationIds: string[]
): Promise<[string, string]> {
  const product = aProduct({ prices: [priceFen, priceFen] });
  await catalog.saveProduct(suite.ctx(), product);
  const [one = '', other = ''] = product.skus.map(({ skuId }) => skuId);
  for (const locationId of locationIds)
    for (const skuId of [one, other])
      await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 1000 });
  return [one, other];
}

/** Paid, with these lines, at whatever they cost. */
export function anOrderOf(
  suite: Suite,
  shopper: Shopper,
  given: { shop: Shop; lines: { skuId: string; quantity: number }[]; payableFen: number } & Partial<Place>,
): Promise<Order> {
  const { shop, payableFen, ...rest } = given;
  return aPaidOrder(suite, shopper, aPlace(shop, { ...rest, expectedPayableFen: payableFen }));
}

/** Accepted and packed; the goods wait at the counter. */
export async function pack(suite: Suite, clerk: string, orderId: string): Promise<void> {
  for (const name of ['pickup.accept', 'pickup.markReady'] as const) {
    const { code } = await suite.call(name, { orderId }, clerk);
    if (code) throw new Error(`${name} refused ${code}`);
  }
  await everythingDone(suite);
}

/** Packed, and collected with the shopper's code. */
export async function handOver(
  suite: Suite,
  who: { shopper: Shopper; clerk: string },
  order: Pick<Order, 'orderId' | 'store'>,
): Promise<void> {
  await pack(suite, who.clerk, order.orderId);
  const shown = await suite.call('pickup.showCode', { orderId: order.orderId }, who.shopper.token);
  const storeId = order.store?.storeId ?? '';
  const { code } = await suite.call('pickup.redeem', { storeId, code: shown.body.digits }, who.clerk);
  if (code) throw new Error(`pickup.redeem refused ${code}`);
  await everythingDone(suite);
}

/** One piece of the first line that is no longer wanted, unless told otherwise. */
export const anApply = (orderId: string, given: Partial<Apply> = {}): Apply => ({
  requestId: randomUUID(),
  orderId,
  kind: 'return',
  lines: [{ lineNo: 1, quantity: 1 }],
  reason: 'no_longer_wanted',
  ...given,
});
