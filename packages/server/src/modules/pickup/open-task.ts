import type { Ctx } from '../../kernel/context';
import * as identity from '../identity';
import * as orders from '../orders';
import type { OrderNews } from '../orders';
import { customerText, refusalOf } from './pickup.rules';
import { closeOpenTask, insertTask } from './task.model';
import type { Telling } from './task.model';

/** A paid pickup order enters its store's queue. News may come late: an order that ended meanwhile is closed at once. */
export async function openTask(ctx: Ctx, news: OrderNews): Promise<void> {
  const order = await orders.findOrder(ctx, news.orderId);
  if (!order?.store || !order.paidAt) return;
  const nothingTold: Telling = { state: 'none', at: ctx.now, code: null };
  await insertTask({
    orderId: order.orderId,
    orderNo: order.orderNo,
    storeId: order.store.storeId,
    storeName: order.store.name,
    stage: 'to_accept',
    customerText: customerText(await identity.maskedPhone(ctx, order.customerId)),
    lines: order.lines.map(({ skuId, title, valuesText, imageUrl, quantity }) => ({
      skuId,
      title,
      valuesText,
      imageUrl,
      quantity,
    })),
    remark: order.remark,
    paidAt: order.paidAt,
    readyAt: null,
    handedOverAt: null,
    endedAt: null,
    code: null,
    message: nothingTold,
    shipping: nothingTold,
  });
  // Read after the insert: whoever closed the order before it found no task to close.
  const now = await orders.findOrder(ctx, news.orderId);
  if (now && refusalOf(now.status) === 'PICKUP_ORDER_CLOSED') await closeOpenTask(order.orderId, ctx.now);
}

/** The money goes back, so the goods stay. */
export async function closeTask(ctx: Ctx, news: OrderNews): Promise<void> {
  await closeOpenTask(news.orderId, ctx.now);
}
