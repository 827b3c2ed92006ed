import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { orderHandedOver, orderLinesHandedOver, orderReady } from './events';
import type { OrderNews } from './events';
import { giveOut } from './hand-over.rules';
import { findById, moveTo, setFacts } from './order.model';
import type { Only, Order } from './order.model';
import { COLLECT_WITHIN_MS } from './order.rules';

export const newsOf = (order: Order): { key: string; body: OrderNews } => ({
  key: order.orderId,
  body: {
    orderId: order.orderId,
    orderNo: order.orderNo,
    customerId: order.customerId,
    origin: order.origin,
    storeId: order.storeId,
    fulfilment: order.fulfilment,
    payableFen: order.payableFen,
  },
});

/** The stock of an order, as inventory wants it named; without what was taken off it. */
export const holdOf = (
  order: Pick<Order, 'holdId' | 'locationId' | 'lines'>,
): { holdId: string; locationId: string; lines: { skuId: string; quantity: number }[] } => ({
  holdId: order.holdId,
  locationId: order.locationId,
  lines: bySku(order.lines.filter((line) => !line.removed)),
});

/** A sample may be of a SKU that was bought too; stock is held once per SKU. */
export function bySku(lines: readonly { skuId: string; quantity: number }[]): {
  skuId: string;
  quantity: number;
}[] {
  const wanted = new Map<string, number>();
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  return [...wanted].map(([skuId, quantity]) => ({ skuId, quantity }));
}

export async function requireOrder(orderId: string): Promise<Order> {
  const order = await findById(orderId);
  if (!order) throw new AppError('NOT_FOUND');
  return order;
}

/** The store takes the order on; only once its stock is kept. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export async function markAccepted(ctx: Ctx, orderId: string): Promise<void> {
  const only: Only = { stockKeptAt: { $ne: null } };
  if (!(await moveTo({ orderId, to: 'accepted', only, set: { acceptedAt: ctx.now } })))
    throw new AppError('ORDER_STATE_CONFLICT');
}

/** The store gives the order back: nobody prepares it any more. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export async function markGivenBack(_ctx: Ctx, at: { orderId: string; locationId: string }): Promise<void> {
  const { orderId, locationId } = at;
  if (await setFacts(orderId, { locationId, status: 'accepted' }, { status: 'paid', acceptedAt: null }))
    return;
  const now = await requireOrder(orderId);
  if (now.status !== 'paid' || now.locationId !== locationId) throw new AppError('ORDER_STATE_CONFLICT');
}

/** The goods are packed for the counter. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export const markReady = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    const collectBefore = new Date(ctx.now.getTime() + COLLECT_WITHIN_MS);
    const only: Only = { fulfilment: 'pickup' };
    if (!(await moveTo({ orderId, to: 'ready', only, set: { readyAt: ctx.now, collectBefore } })))
      throw new AppError('ORDER_STATE_CONFLICT');
    await publish(ctx, orderReady, newsOf(await requireOrder(orderId)));
  });

export type HandOver = {
  orderId: string;
  storeId: string;
  /** Absent: all that still wait. */
  lineNos?: readonly number[] | undefined;
  /** When it was, if not now. */
  at?: Date;
};

/**
 * Goods went over the counter of `storeId`; the last line ends the order. Joins the caller's transaction. Answers the lines
 * of this hand-over. Refuses: ORDER_STATE_CONFLICT (also lines that went before), INVALID_INPUT (no such lines, or a part of
 * a SKU).
 */
export const markHandedOver = (ctx: Ctx, input: HandOver): Promise<{ lineNos: number[]; isAll: boolean }> =>
  inTransaction(async () => {
    const { orderId, storeId, at = ctx.now } = input;
    const order = await requireOrder(orderId);
    if (order.status !== 'ready' || order.storeId !== storeId) throw new AppError('ORDER_STATE_CONFLICT');
    const given = giveOut(order, input.lineNos);
    if (given === 'gone') throw new AppError('ORDER_STATE_CONFLICT');
    if (typeof given === 'string') throw new AppError('INVALID_INPUT', { problem: SENTENCES[given] });
    const { lines, lineNos, isAll } = given;
    const only: Only = { status: 'ready', storeId };
    const done = isAll
      ? await moveTo({ orderId, to: 'handed_over', only, set: { lines, handedOverAt: at } })
      : await setFacts(orderId, only, { lines });
    if (!done) throw new AppError('ORDER_STATE_CONFLICT');
    const news = newsOf(order);
    if (isAll) await publish(ctx, orderHandedOver, news);
    else await publish(ctx, orderLinesHandedOver, { ...news, body: { ...news.body, lineNos } });
    return { lineNos, isAll };
  });

const SENTENCES = { unknown: '订单里没有这一行', split: '同一规格的商品须一起交付' };
