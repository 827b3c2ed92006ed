import { now } from './clock';
import { randomText } from './ids';

/** `session` names the session the call came through, when it came through one. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'member'; id: string; session?: string }
  | { kind: 'staff'; id: string; session?: string }
  | { kind: 'system'; job: string };

/** Who asks, when, and under which trace: the first argument of every use case, subscriber and job. */
export type Ctx = { actor: Actor; now: Date; traceId: string };

export const systemCtx = (job: string, traceId: string = randomText(16)): Ctx => ({
  actor: { kind: 'system', job },
  now: now(),
  traceId,
});
