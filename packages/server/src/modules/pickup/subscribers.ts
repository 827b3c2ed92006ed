import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as orders from '../orders';
import { reportPickupShipping, tellShopperReady } from './jobs';
import { closeTask, openTask } from './open-task';
import { reportShipping, resumeReports, tellShopper } from './tell-wechat';

export const work: Work = {
  jobs: [tellShopperReady, reportPickupShipping],
  runners: [
    runner(tellShopperReady, (ctx, { orderId }) => tellShopper(ctx, orderId)),
    runner(reportPickupShipping, (ctx, { orderId }) => reportShipping(ctx, orderId)),
  ],
  subscribers: [
    subscriber('pickup.openTask', orders.orderPaid, openTask),
    subscriber('pickup.closeTask', orders.orderRefunding, closeTask),
  ],
  chores: [{ name: 'pickup.resumeReports', everySeconds: 600, run: resumeReports }],
};
