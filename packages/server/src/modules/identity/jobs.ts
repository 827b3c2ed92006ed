import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

export const linkContactJob = defineJob({
  name: 'linkExternalContact',
  payload: z.object({ externalUserid: z.string() }),
  tries: 8,
});
export const noteFollowerJob = defineJob({
  name: 'noteFollower',
  payload: z.object({ openid: z.string() }),
  tries: 8,
});
export const convertIdsJob = defineJob({
  name: 'convertUnionid',
  payload: z.object({ openid: z.string(), unionid: z.string() }),
  tries: 5,
});
/** Tells once more that records moved. */
export const tellAgainJob = defineJob({
  name: 'tellRecordsMoved',
  payload: z.object({ origins: z.array(z.string()) }),
  tries: 8,
});
/** Goes on with a run over all sightings. */
export const walkRulesJob = defineJob({
  name: 'walkIdentityRules',
  payload: z.object({ runId: z.string() }),
  tries: 8,
});
