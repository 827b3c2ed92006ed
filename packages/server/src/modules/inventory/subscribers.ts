import type { Work } from '../../kernel/work';
import { sweepExpiredHolds } from './sweep-holds';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [],
  chores: [{ name: 'inventory.sweepExpiredHolds', everySeconds: 5, run: sweepExpiredHolds }],
};
