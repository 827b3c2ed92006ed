import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Outgoing } from '../http/message';

/** What stands beside the data of every answer. */
export const extraOf = (ctx: Ctx, errorCode: number, description: string): object => ({
  error_code: errorCode,
  description,
  logid: `${ctx.clock.seconds()}${ctx.random.hex(20).toUpperCase()}`,
  now: ctx.clock.now(),
});

/** The answer to a call that went well. */
export const fine = (ctx: Ctx, data: object): Outgoing =>
  json({
    data: { error_code: 0, description: 'success', ...data },
    extra: extraOf(ctx, 0, 'success'),
  });
