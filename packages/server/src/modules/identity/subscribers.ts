import { runner } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { linkContactJob } from './jobs';
import { linkExternalContact } from './link-contact';

export const work: Work = {
  jobs: [linkContactJob],
  runners: [runner(linkContactJob, linkExternalContact)],
  subscribers: [],
  chores: [],
};
