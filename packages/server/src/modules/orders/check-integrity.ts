import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as routing from '../routing';
import { orderErrors } from './integrity.rules';
import { holdOf } from './move-order';
import { eachOrder } from './order.model';
import type { Order } from './order.model';

/**
 * Every order that disagrees with itself, with who is asked to serve it, or with the goods that left the house; empty when all
 * is right. For checks after load or faults, at rest: it reads everything, one order after the other.
 */
export async function integrityErrors(ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  for await (const order of eachOrder()) {
    const wrong = orderErrors(order, await routing.whoServes(ctx, order.orderId));
    if (!(await isTaken(ctx, order))) wrong.push('goods left the shop and not the books');
    errors.push(...wrong.map((problem) => `order ${order.orderId}: ${problem}`));
  }
  return errors;
}

/** What went over a counter or into a parcel has left the stock. */
async function isTaken(ctx: Ctx, order: Order): Promise<boolean> {
  const lines = order.shippedAt ? order.lines : order.lines.filter((line) => line.handedOver);
  const hold = holdOf({ ...order, lines });
  return hold.lines.length === 0 || inventory.wasTaken(ctx, hold);
}

/** For checks of others: every order there is. */
export const everyOrder = (_ctx: Ctx): AsyncGenerator<Order> => eachOrder();
