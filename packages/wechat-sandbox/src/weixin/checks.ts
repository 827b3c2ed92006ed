import type { CheckStep, Incoming } from '../http/message';
import type { Refusal } from '../http/refusal';

export type Check = Omit<CheckStep, 'ok'> & { otherwise: Refusal };

/** Notes what was looked at, for the control screen, and refuses when it is not so. */
export function requireThat(request: Incoming, ok: unknown, check: Check): asserts ok {
  const { otherwise, ...step } = check;
  request.checks.push({ ...step, ok: Boolean(ok) });
  if (!ok) throw otherwise;
}
