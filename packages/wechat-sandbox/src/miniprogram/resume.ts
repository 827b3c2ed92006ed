import type { Ctx } from '../ctx';
import { planMediaCheck } from './media-check';
import { startReminders } from './reminders';
import { resumeTrade } from './trade';

/** After a start or a reset: what is to come by the clock is planned (again). */
export function resumeMiniProgram(ctx: Ctx): void {
  for (const check of ctx.state.mini.mediaChecks) planMediaCheck(ctx, check);
  resumeTrade(ctx);
  startReminders(ctx);
}
