import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import * as catalog from '../catalog';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { isWaiting, openForWork } from './begin-channel-order';
import { orderTurned } from './events';
import { holdOf, newsOf, requireOrder } from './move-order';
import type { Order } from './order.model';
import { untouched } from './place-order';
import { recordLineRefund } from './refund-lines';
import { freightLeft } from './refund.rules';

export type TurnIntoPickup = {
  orderId: string;
  storeId: string;
  /** Under which the goods are held in the store; the same again is the same attempt. */
  holdId: string;
  gift?: { skuId: string; quantity: number } | null;
};

const LEASE_MS = 10 * 60_000;
const FREIGHT_REASON = '到店自提，退回运费';

/**
 * The buyer of an order that waits for delivery collects it instead: its goods are set aside in the store (with the gift as
 * a line, if the store still has it), the freight goes back, and the store is asked to prepare it. What was held for sending
 * is free again by news. Called twice it is the same pickup; of a pickup and the end of the waiting exactly one wins.
 * Refuses: NOT_FOUND (order, store), OUT_OF_STOCK (the goods, not the gift), ORDER_STATE_CONFLICT (no longer waiting).
 */
export async function turnIntoPickup(ctx: Ctx, input: TurnIntoPickup): Promise<Order> {
  const before = await requireOrder(input.orderId);
  if (before.holdId === input.holdId) return before;
  if (!isWaiting(before) || before.fulfilment !== 'delivery') throw new AppError('ORDER_STATE_CONFLICT');
  const store = await stores.requireStore(ctx, input.storeId);
  const place = {
    holdId: input.holdId,
    locationId: store.storeId,
    storeId: store.storeId,
    store: { storeId: store.storeId, name: store.name, address: store.address },
  };
  const turned = await setAside(ctx, { ...before, ...place, fulfilment: 'pickup' }, input.gift ?? null);
  try {
    await inTransaction(() => turn(ctx, before.holdId, turned));
  } catch (error) {
    const now = await requireOrder(input.orderId);
    if (now.holdId === input.holdId) return now;
    await inventory.releaseHold(ctx, holdOf(turned));
    throw error;
  }
  return requireOrder(input.orderId);
}

/** Holds the goods for good, with the gift if it is there. Answers the order with the lines it would have. */
async function setAside(ctx: Ctx, order: Order, gift: TurnIntoPickup['gift']): Promise<Order> {
  const until = new Date(ctx.now.getTime() + LEASE_MS);
  const withGift = gift ? { ...order, lines: [...order.lines, await giftLine(ctx, order, gift)] } : order;
  const choices = gift ? [withGift, order] : [order];
  for (const [i, choice] of choices.entries()) {
    try {
      await inventory.hold(ctx, { ...holdOf(choice), until, channel: order.channel });
    } catch (error) {
      const isShort = error instanceof AppError && error.code === 'OUT_OF_STOCK';
      if (isShort && i < choices.length - 1) continue;
      throw error;
    }
    const { kept } = await inventory.keepHold(ctx, holdOf(choice));
    if (!kept) throw new AppError('OUT_OF_STOCK');
    return choice;
  }
  throw new AppError('OUT_OF_STOCK');
}

async function giftLine(
  ctx: Ctx,
  order: Order,
  gift: { skuId: string; quantity: number },
): Promise<Order['lines'][number]> {
  const [given] = await catalog.giftLines(ctx, [gift]);
  if (!given) throw new AppError('NOT_FOUND');
  const { categoryId: _categoryId, ...line } = given;
  const lineNo = Math.max(0, ...order.lines.map((one) => one.lineNo)) + 1;
  return { ...line, ...untouched, lineNo, discountFen: 0, isGift: true };
}

async function turn(ctx: Ctx, oldHoldId: string, turned: Order): Promise<void> {
  const now = await requireOrder(turned.orderId);
  if (now.holdId !== oldHoldId) throw new AppError('ORDER_STATE_CONFLICT');
  const { fulfilment, storeId, store, locationId, holdId, lines } = turned;
  const facts = { fulfilment, storeId, store, locationId, holdId, lines };
  // The address is of no use any more, and personal.
  const gone = { sealedAddress: null, point: null };
  if (!(await openForWork(ctx, now, { ...facts, ...gone, stockKeptAt: ctx.now })))
    throw new AppError('ORDER_STATE_CONFLICT');
  const news = newsOf({ ...now, ...facts });
  await publish(ctx, orderTurned, { ...news, body: { ...news.body, from: holdOf(now) } });
  const freightFen = freightLeft(now);
  if (freightFen > 0)
    await recordLineRefund(ctx, {
      orderId: now.orderId,
      key: 'freight',
      lines: [],
      freightFen,
      reason: FREIGHT_REASON,
    });
}
