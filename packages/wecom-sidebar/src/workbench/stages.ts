import type { PickupTask, Stage } from '../api/types';
import type { IconName } from '../ui/icon';

export const stages: readonly { stage: Stage; text: string; empty: string; icon: IconName }[] = [
  { stage: 'to_accept', text: '待接单', empty: '没有待接的订单', icon: 'bag' },
  { stage: 'preparing', text: '备货中', empty: '没有在备货的订单', icon: 'box' },
  { stage: 'ready', text: '待取货', empty: '没有等着取货的订单', icon: 'pickup' },
  { stage: 'handed_over', text: '已取', empty: '还没有取走的订单', icon: 'check' },
  { stage: 'shipped', text: '已发', empty: '还没有发出的包裹', icon: 'check' },
  { stage: 'closed', text: '已关闭', empty: '没有关闭的订单', icon: 'closed' },
];

/** How many pieces somebody has to gather for a task. */
export const pieces = (task: Pick<PickupTask, 'lines'>): number =>
  task.lines.reduce((sum, line) => sum + line.quantity, 0);
