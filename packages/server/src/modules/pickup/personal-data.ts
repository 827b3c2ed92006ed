import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section, Unfinished } from '../../kernel/personal-data';
import * as orders from '../orders';
import { blankTasks, deleteErased, deletePasses, listNamed, listUntold, passesOf } from './personal.model';
import { customerText } from './pickup.rules';
import { findTask } from './task.model';

const MOST_TOLD = 20;

/** WeChat pays out only what it knows to be fulfilled, and asks for the payer's openid: that is told first. */
export async function unfinishedOf(ctx: Ctx, leaving: Leaving): Promise<Unfinished[]> {
  const orderIds = [...(await orders.orderIdsOfLeaving(ctx, leaving)), ...leaving.orderIds];
  const untold = await listUntold(orderIds, MOST_TOLD);
  return untold.map(({ _id, orderNo }) => ({
    kind: 'shipping_report',
    number: orderNo,
    orderId: _id,
    text: '发货信息正在同步到微信',
  }));
}

/** The task says no more whose it was and is shown at no counter; codes and passes open nothing. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, { orderIds }: Leaving): Promise<Effect[]> {
  const ids = (await listNamed(orderIds, AT_ONCE)).map(({ _id }) => _id);
  await blankTasks(ids, { customerText: customerText(null), remark: null, code: null, erased: true });
  return [
    ...effect('pickup_tasks', { kept: ids.length }),
    ...effect('pickup_passes', { deleted: await deletePasses(orderIds) }),
  ];
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

/** How the customer's orders were collected. A friend with a pass is not known to us. */
export const exportOf = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'pickups', title: '备货与取货', rows: () => rows(ctx, customerId) },
];

async function* rows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const orderId of orders.orderIdsOf(ctx, customerId)) {
    const task = await findTask(ctx, orderId);
    if (!task) continue;
    const { storeName, customerText: shownAs, remark, paidAt, readyAt, collectBefore, handedOverAt } = task;
    const passes = (await passesOf(orderId)).map(({ state, createdAt, expiresAt }) => ({
      state,
      createdAt,
      expiresAt,
    }));
    const times = { paidAt, readyAt, collectBefore, handedOverAt, shippedAt: task.shippedAt };
    yield { orderId, orderNo: task.orderNo, storeName, shownAs, remark, ...times, friendPasses: passes };
  }
}
