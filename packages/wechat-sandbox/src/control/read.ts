import type { ZodType } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import type { Incoming } from '../http/message';
import { Refusal } from '../http/refusal';
import { staffById } from '../wecom/oauth';
import type { Shopper, StaffMember } from '../world';

/** A mistake of the test or the person at the control screen, answered 4xx with a sentence. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function controlBody<T>(request: Incoming, schema: ZodType<T>): T {
  const text = request.body.toString('utf8');
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ControlError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

export function requireShopper(ctx: Ctx, id: string): Shopper {
  const shopper = shopperById(ctx, id);
  if (!shopper)
    throw new ControlError(
      404,
      `no shopper ${id}; there are ${ctx.world.shoppers.map((s) => s.id).join(', ')}`,
    );
  return shopper;
}

export function requireMember(ctx: Ctx, userid: string): StaffMember {
  const member = staffById(ctx, userid);
  if (!member)
    throw new ControlError(
      404,
      `no staff ${userid}; there are ${ctx.world.staff.map((s) => s.userid).join(', ')}`,
    );
  return member;
}

/** Turns what the platform would refuse into a mistake of whoever steers the sandbox. */
export function asControl<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw new ControlError(409, `${error.errcode} ${error.message}`);
    throw error;
  }
}
