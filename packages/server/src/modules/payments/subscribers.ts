import { runner } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { reconcileBill, retakeClosedRefund, sendRefund } from './jobs';
import { lookForMoney, resumeRefunds } from './look-for-money';
import { pursueRefund } from './pursue-refund';
import { planReconciliations, reconcile } from './reconcile-bill';
import { retakeByItself } from './refund-payment';

export const work: Work = {
  jobs: [sendRefund, retakeClosedRefund, reconcileBill],
  runners: [
    runner(sendRefund, pursueRefund),
    runner(retakeClosedRefund, retakeByItself),
    runner(reconcileBill, reconcile),
  ],
  subscribers: [],
  chores: [
    { name: 'payments.lookForMoney', everySeconds: 1, run: lookForMoney },
    { name: 'payments.resumeRefunds', everySeconds: 60, run: resumeRefunds },
    // The bill of yesterday is there from ten o'clock.
    { name: 'payments.planReconciliations', everySeconds: 300, run: planReconciliations },
  ],
};
