import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as orders from '../orders';
import type { Order, OrderStatus } from '../orders';
import * as staff from '../staff';
import { findTask } from './task.model';
import type { Task } from './task.model';
import type { Stage } from './pickup.rules';

/** Where a task may be for each state of its order; `closed` with `paid`: between two places. */
const FITTING: Record<OrderStatus, readonly Stage[]> = {
  pending_payment: [],
  paid: ['to_accept', 'closed'],
  accepted: ['preparing'],
  ready: ['ready'],
  handed_over: ['handed_over'],
  shipped: ['shipped'],
  completed: ['shipped'],
  cancelled: [],
  refunding: ['closed'],
  refunded: ['closed', 'handed_over', 'shipped'],
};
const NEEDS_TASK: readonly OrderStatus[] = [
  'paid',
  'accepted',
  'ready',
  'handed_over',
  'shipped',
  'completed',
];

/**
 * Every order whose task says something else, or that was handed over more than once; empty when all is right. For checks after
 * load or faults, at rest.
 */
export async function integrityErrors(ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  for await (const order of orders.everyOrder(ctx)) {
    if (!order.stockKeptAt) continue;
    const wrong = taskErrors(order, await findTask(ctx, order.orderId));
    const handovers = (await staff.listAudit(ctx, order.orderId)).filter(
      ({ action }) => action === 'pickup.redeem',
    );
    if (handovers.length > 1) wrong.push(`handed over ${handovers.length} times`);
    errors.push(...wrong.map((problem) => `task of ${order.orderId}: ${problem}`));
  }
  return errors;
}

export function taskErrors(order: Order, task: Task | null): string[] {
  if (!task) return NEEDS_TASK.includes(order.status) ? ['is not there'] : [];
  const isOut = (lineNo: number) => order.lines.some((line) => line.lineNo === lineNo && line.handedOver);
  const lines = task.lines.filter((line) => line.handedOver !== isOut(line.lineNo));
  const isHere =
    task.storeId === (order.store?.storeId ?? inventory.WAREHOUSE) && task.hop === order.routeHop;
  return [
    ...(FITTING[order.status].includes(task.stage)
      ? []
      : [`${task.stage}, and the order is ${order.status}`]),
    ...(isHere
      ? []
      : [`at ${task.storeId} (${task.hop}), and the order at ${order.storeId} (${order.routeHop})`]),
    ...lines.map(({ lineNo }) => `line ${lineNo} differs`),
    ...((task.endedAt === null) === ['to_accept', 'preparing', 'ready'].includes(task.stage)
      ? []
      : [`${task.stage} with the wrong end`]),
  ];
}
