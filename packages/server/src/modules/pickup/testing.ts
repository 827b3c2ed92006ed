import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Suite } from '../../testing';
import * as orders from '../orders';
import { aPaidOrder, aPlace, everythingDone } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { integrityErrors } from './check-integrity';

type Order = Reply<Contracts['orders.get']>;
export type Shopper = { id: string; token: string };
/** `place`: what differs from one piece without a coupon. */
type Who = { shopper: Shopper; clerk: string; place?: Parameters<typeof aPlace>[1] };
export type Code = { digits: string; qrText: string };

/** Accepted by the store, not packed yet. */
export async function anAcceptedOrder(suite: Suite, who: Who, shop: Shop): Promise<Order> {
  const order = await aPaidOrder(suite, who.shopper, aPlace(shop, who.place));
  const { code } = await suite.call('pickup.accept', { orderId: order.orderId }, who.clerk);
  if (code) throw new Error(`pickup.accept refused ${code}`);
  return order;
}

/** Ready at the counter; WeChat and the shopper have been told. */
export async function aReadyOrder(suite: Suite, who: Who, shop: Shop): Promise<Order> {
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

/** Every way in which orders, tasks and who serves them disagree; call it when nothing is under way. */
export const counterErrors = async (suite: Suite): Promise<string[]> => [
  ...(await orders.integrityErrors(suite.ctx())),
  ...(await integrityErrors(suite.ctx())),
];
