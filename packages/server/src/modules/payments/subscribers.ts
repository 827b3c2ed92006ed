import { runner } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { sendRefund, syncPayment } from './jobs';
import { lookForPayment, resumeLooks } from './look-for-money';
import { pursueRefund } from './pursue-refund';

export const work: Work = {
  jobs: [syncPayment, sendRefund],
  runners: [runner(syncPayment, lookForPayment), runner(sendRefund, pursueRefund)],
  subscribers: [],
  chores: [{ name: 'payments.resumeLooks', everySeconds: 60, run: resumeLooks }],
};
