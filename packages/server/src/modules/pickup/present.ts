import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import * as orders from '../orders';
import { actionsOf, stageText } from './pickup.rules';
import type { Task } from './task.model';

export type TaskView = Answer<Contracts['pickup.accept']>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const presentTask = (task: Task): TaskView => ({
  orderId: task.orderId,
  orderNo: task.orderNo,
  storeId: task.storeId,
  fulfilment: task.fulfilment,
  stage: task.stage,
  stageText: stageText(task.stage),
  customerText: task.customerText,
  lines: task.lines,
  remark: task.remark,
  movedText: task.movedText,
  paidAt: task.paidAt.toISOString(),
  readyAt: iso(task.readyAt),
  collectBefore: task.stage === 'ready' ? iso(task.collectBefore) : null,
  handedOverAt: iso(task.handedOverAt),
  shippedAt: iso(task.shippedAt),
  tracking: task.tracking && orders.presentTracking(task.tracking),
  shippingProblem:
    task.shipping.state === 'refused' && task.shipping.code !== OVER ? task.shipping.code : null,
  actions: actionsOf(task),
});

/** What is written in place of a platform's code when there was nothing left to tell. */
export const OVER = 'over';
