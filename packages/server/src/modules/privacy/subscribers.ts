import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as identity from '../identity';
import { deleteKept } from './delete-kept';
import { eraseJob } from './jobs';
import { resumeErasures, runErasure } from './run-erasure';

export const work: Work = {
  jobs: [eraseJob],
  runners: [runner(eraseJob, runErasure)],
  subscribers: [
    subscriber('privacy.forgetDevices', identity.consentChanged, async (ctx, news) => {
      if (news.purpose === 'profiling' && !news.granted) await identity.forgetDevices(ctx, news);
    }),
  ],
  chores: [
    { name: 'privacy.resumeErasures', everySeconds: 60, run: resumeErasures },
    { name: 'privacy.deleteKept', everySeconds: 3600, run: deleteKept },
  ],
};
