import type { Ctx } from '../../ctx';
import { DAY_MS } from '../api';

const CODE_LIVES_MS = 3 * DAY_MS;
const KEPT = 2000;

/** Lets the app change a card: good once, for 72 hours. `userid` is who pressed. */
export function newResponseCode(ctx: Ctx, of: { msgid: string; userid?: string }): string {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const code = { code: ctx.random.text(43), ...of, expiresAt: now + CODE_LIVES_MS, used: false };
  const living = wecom.responseCodes.filter(({ expiresAt }) => now < expiresAt);
  wecom.responseCodes = [...living, code].slice(-KEPT);
  return code.code;
}
