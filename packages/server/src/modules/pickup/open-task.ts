import type { Ctx } from '../../kernel/context';
import { later } from '../../kernel/outbox';
import * as identity from '../identity';
import * as inventory from '../inventory';
import * as orders from '../orders';
import type { Order, OrderNews } from '../orders';
import { tellShopperMoved } from './jobs';
import { NOT_PACKED, customerText, refusalOf } from './pickup.rules';
import { closeOpenTask, findTask, giveTaskTo, insertTask, makeDue, moveTask, setLines } from './task.model';
import type { Task, TaskLine, Telling } from './task.model';

const WAREHOUSE_NAME = '总仓';

/** A paid order enters the queue of whoever serves it. News may come late: an order that ended meanwhile is closed at once. */
export async function openTask(ctx: Ctx, news: Pick<OrderNews, 'orderId'>): Promise<void> {
  const order = await orders.findOrder(ctx, news.orderId);
  if (!order?.paidAt || order.stockKeptAt === null) return;
  await insertTask(await taskOf(ctx, order, order.paidAt));
  await closeIfOver(ctx, news.orderId);
}

/** Another place serves the order now: the task goes there and begins anew. The shopper is told, once per order. */
export async function followOrder(ctx: Ctx, news: Pick<OrderNews, 'orderId'>): Promise<void> {
  const { orderId } = news;
  const order = await orders.findOrder(ctx, orderId);
  const task = await findTask(ctx, orderId);
  if (!order?.paidAt || !task) return openTask(ctx, news);
  const moved = await giveTaskTo(task, {
    ...placeOf(order),
    stage: 'to_accept',
    lines: linesOf(order),
    readyAt: null,
    endedAt: null,
  });
  if (moved && order.channel === 'mini_program' && (await makeDue(orderId, 'moved', ctx.now)))
    await later(ctx, tellShopperMoved, { key: orderId, body: { orderId }, at: ctx.now });
  await closeIfOver(ctx, orderId);
}

/** Read after the write: whoever closed the order before it found no task to close. */
async function closeIfOver(ctx: Ctx, orderId: string): Promise<void> {
  const now = await orders.findOrder(ctx, orderId);
  if (now && refusalOf(now.status) === 'PICKUP_ORDER_CLOSED') await closeOpenTask(orderId, ctx.now);
}

async function taskOf(ctx: Ctx, order: Order, paidAt: Date): Promise<Task> {
  const nothingTold: Telling = { state: 'none', at: ctx.now, code: null };
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    channel: order.channel,
    ...placeOf(order),
    formerStoreIds: [],
    rejectedHop: null,
    stage: 'to_accept',
    customerText: customerText(await identity.maskedPhone(ctx, order.customerId)),
    lines: linesOf(order),
    remark: order.remark,
    paidAt,
    readyAt: null,
    collectBefore: null,
    handedOverAt: null,
    shippedAt: null,
    tracking: null,
    endedAt: null,
    code: null,
    message: nothingTold,
    shipping: nothingTold,
    reminder: nothingTold,
    moved: nothingTold,
  };
}

export const placeOf = (
  order: Order,
): Pick<Task, 'storeId' | 'storeName' | 'fulfilment' | 'hop' | 'movedText'> => ({
  storeId: order.store?.storeId ?? inventory.WAREHOUSE,
  storeName: order.store?.name ?? WAREHOUSE_NAME,
  fulfilment: order.fulfilment,
  hop: order.routeHop,
  movedText: order.moved && `由「${order.moved.fromName}」转来：${order.moved.reason}`,
});

const linesOf = (order: Order): TaskLine[] =>
  order.lines
    .filter((line) => !line.removed)
    .map(({ lineNo, skuId, title, valuesText, imageUrl, quantity, isGift, handedOver }) => ({
      lineNo,
      skuId,
      title,
      valuesText,
      imageUrl,
      quantity,
      isGift,
      handedOver,
    }));

/** Lines came to the order or were taken off it: what is to be packed follows. */
export async function followLines(ctx: Ctx, { orderId }: Pick<OrderNews, 'orderId'>): Promise<void> {
  const order = await orders.findOrder(ctx, orderId);
  if (order) await setLines(orderId, linesOf(order));
}

/** The last line is out of the counter's care; not always by a code: what was left may have been given back instead. */
export async function endTask(ctx: Ctx, { orderId }: Pick<OrderNews, 'orderId'>): Promise<void> {
  const order = await orders.findOrder(ctx, orderId);
  if (!order) return;
  await setLines(orderId, linesOf(order));
  const over = { stage: 'handed_over', handedOverAt: order.handedOverAt, endedAt: ctx.now } as const;
  await moveTask({ orderId, from: ['ready'], set: over });
}

/** The money goes back, so the goods stay. */
export async function closeTask(ctx: Ctx, news: Pick<OrderNews, 'orderId'>): Promise<void> {
  await closeOpenTask(news.orderId, ctx.now);
}

/** The place gave the order back, or let its time pass: it is not to work on it until it is asked again. */
export async function parkTask(ctx: Ctx, news: { orderId: string; hop: number; how: string }): Promise<void> {
  const { orderId, hop, how } = news;
  if (how !== 'rejected' && how !== 'expired') return;
  await moveTask({ orderId, from: NOT_PACKED, hop, set: { stage: 'closed', endedAt: ctx.now } });
}
