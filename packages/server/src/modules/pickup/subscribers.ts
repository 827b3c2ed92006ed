import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as orders from '../orders';
import * as routing from '../routing';
import {
  endUncollected,
  remindUncollected,
  reportPickupShipping,
  tellShopperMoved,
  tellShopperReady,
} from './jobs';
import { sweepUncollected } from './keep-longer';
import { closeTask, endTask, followLines, followOrder, openTask, parkTask } from './open-task';
import { remindShopper, reportShipping, resumeReports, tellMoved, tellShopper } from './tell-wechat';

export const work: Work = {
  jobs: [tellShopperReady, reportPickupShipping, tellShopperMoved, remindUncollected, endUncollected],
  runners: [
    runner(tellShopperReady, (ctx, { orderId }) => tellShopper(ctx, orderId)),
    runner(reportPickupShipping, (ctx, { orderId }) => reportShipping(ctx, orderId)),
    runner(tellShopperMoved, (ctx, { orderId }) => tellMoved(ctx, orderId)),
    runner(remindUncollected, (ctx, { orderId }) => remindShopper(ctx, orderId)),
    runner(endUncollected, async (ctx, { orderId }) => {
      await orders.giveUpUncollected(ctx, orderId);
    }),
  ],
  subscribers: [
    subscriber('pickup.openTask', orders.orderPaid, openTask),
    subscriber('pickup.closeTask', orders.orderRefunding, closeTask),
    subscriber('pickup.followOrder', orders.orderMoved, followOrder),
    subscriber('pickup.parkTask', routing.offerEnded, parkTask),
    subscriber('pickup.followLines', orders.orderLinesRemoved, followLines),
    subscriber('pickup.endTask', orders.orderHandedOver, endTask),
  ],
  chores: [
    { name: 'pickup.resumeReports', everySeconds: 600, run: resumeReports },
    { name: 'pickup.sweepUncollected', everySeconds: 600, run: sweepUncollected },
  ],
};
