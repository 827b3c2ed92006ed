import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Suite } from '../../testing';
import { aPaidOrder, aPlace, everythingDone } from '../orders/testing';
import type { Shop } from '../orders/testing';

type Order = Reply<Contracts['orders.get']>;
export type Shopper = { id: string; token: string };
export type Code = { digits: string; qrText: string };

/** Accepted by the store, not packed yet. */
export async function anAcceptedOrder(
  suite: Suite,
  who: { shopper: Shopper; clerk: string },
  shop: Shop,
): Promise<Order> {
  const order = await aPaidOrder(suite, who.shopper, aPlace(shop));
  const { code } = await suite.call('pickup.accept', { orderId: order.orderId }, who.clerk);
  if (code) throw new Error(`pickup.accept refused ${code}`);
  return order;
}

/** Ready at the counter; WeChat and the shopper have been told. */
export async function aReadyOrder(
  suite: Suite,
  who: { shopper: Shopper; clerk: string },
  shop: Shop,
): Promise<Order> {
  const order = await anAcceptedOrder(suite, who, shop);
  const { code } = await suite.call('pickup.markReady', { orderId: order.orderId }, who.clerk);
  if (code) throw new Error(`pickup.markReady refused ${code}`);
  await everythingDone(suite);
  return order;
}

export async function codeOf(suite: Suite, shopper: Shopper, orderId: string): Promise<Code> {
  const { body, code } = await suite.call('pickup.showCode', { orderId }, shopper.token);
  if (code) throw new Error(`pickup.showCode refused ${code}`);
  return body;
}
