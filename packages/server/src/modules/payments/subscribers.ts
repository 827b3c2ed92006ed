import { runner } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { reconcileBill, retakeClosedRefund, sendRefund, syncPayment } from './jobs';
import { lookForPayment, resumeLooks } from './look-for-money';
import { pursueRefund } from './pursue-refund';
import { planReconciliations, reconcile } from './reconcile-bill';
import { retakeByItself } from './refund-payment';

export const work: Work = {
  jobs: [syncPayment, sendRefund, retakeClosedRefund, reconcileBill],
  runners: [
    runner(syncPayment, lookForPayment),
    runner(sendRefund, pursueRefund),
    runner(retakeClosedRefund, retakeByItself),
    runner(reconcileBill, reconcile),
  ],
  subscribers: [],
  chores: [
    { name: 'payments.resumeLooks', everySeconds: 60, run: resumeLooks },
    // The bill of yesterday is there from ten o'clock.
    { name: 'payments.planReconciliations', everySeconds: 300, run: planReconciliations },
  ],
};
