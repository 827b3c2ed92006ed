import type { Work } from '../../kernel/work';
import { sweepCoupons } from './sweep-coupons';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [],
  chores: [{ name: 'coupons.sweep', everySeconds: 10, run: sweepCoupons }],
};
