import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

export const linkContactJob = defineJob({
  name: 'linkExternalContact',
  payload: z.object({ externalUserid: z.string() }),
  tries: 8,
});
