import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Goes on with an erasure. Names nobody: queues remember what they delivered. */
export const eraseJob = defineJob({
  name: 'erasePerson',
  payload: z.object({ certificateNo: z.string() }),
  tries: 8,
});
