import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { actionsOf, stageText } from './pickup.rules';
import type { Task } from './task.model';

export type TaskView = Answer<Contracts['pickup.accept']>;

export const presentTask = (task: Task): TaskView => ({
  orderId: task.orderId,
  orderNo: task.orderNo,
  storeId: task.storeId,
  stage: task.stage,
  stageText: stageText(task.stage),
  customerText: task.customerText,
  lines: task.lines,
  remark: task.remark,
  paidAt: task.paidAt.toISOString(),
  readyAt: task.readyAt?.toISOString() ?? null,
  handedOverAt: task.handedOverAt?.toISOString() ?? null,
  actions: actionsOf(task.stage),
});
