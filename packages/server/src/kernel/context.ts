import { now } from './clock';
import { randomText } from './ids';

export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'member'; id: string }
  | { kind: 'staff'; id: string }
  | { kind: 'system'; job: string };

/** Who asks, when, and under which trace: the first argument of every use case, subscriber and job. */
export type Ctx = { actor: Actor; now: Date; traceId: string };

export const systemCtx = (job: string, traceId: string = randomText(16)): Ctx => ({
  actor: { kind: 'system', job },
  now: now(),
  traceId,
});
