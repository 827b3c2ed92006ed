import { publish } from '../../kernel/outbox';
import { runner } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { convertIds } from './convert-ids';
import { recordsMoved } from './events';
import { lookAtExpired } from './expire-evidence';
import { convertIdsJob, linkContactJob, noteFollowerJob, tellAgainJob, walkRulesJob } from './jobs';
import { linkExternalContact } from './link-contact';
import { noteFollower } from './receive-follower-event';
import { resumeRuns, walkRules } from './run-rules';

export const work: Work = {
  jobs: [convertIdsJob, linkContactJob, noteFollowerJob, tellAgainJob, walkRulesJob],
  runners: [
    runner(linkContactJob, linkExternalContact),
    runner(convertIdsJob, convertIds),
    runner(noteFollowerJob, noteFollower),
    runner(tellAgainJob, (ctx, body) => publish(ctx, recordsMoved, { key: body.origins[0] ?? '', body })),
    runner(walkRulesJob, walkRules),
  ],
  subscribers: [],
  chores: [
    { name: 'identity.expire', everySeconds: 600, run: lookAtExpired },
    { name: 'identity.resumeRuns', everySeconds: 60, run: resumeRuns },
  ],
};
