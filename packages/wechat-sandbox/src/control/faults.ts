import { z } from 'zod';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { DeliveryFault } from '../state/state';
import type { DeliveryMode } from '../delivery/types';
import { controlBody } from './read';

const mode = z.enum([
  'deliver',
  'hold',
  'duplicate',
  'tamper',
  'stale',
  'wrong-merchant',
  'wrong-amount',
  'bad-signature',
  'signtest',
  'wrong-receiveid',
]);
const deliveryFault = z.strictObject({ mode, times: z.int().min(0).optional() });
const faultsSchema = z.strictObject({
  notices: deliveryFault.optional(),
  callbacks: deliveryFault.optional(),
  refunds: z.enum(['auto', 'hold']).optional(),
  tokenDeath: z.boolean().optional(),
  failNext: z
    .strictObject({
      path: z.string(),
      host: z.string().optional(),
      status: z.int().optional(),
      errcode: z.int().optional(),
      code: z.string().optional(),
      message: z.string().optional(),
      delayMs: z.int().optional(),
      drop: z.boolean().optional(),
      times: z.int().min(1).optional(),
    })
    .optional(),
});

export function setFaults(ctx: Ctx, request: Incoming): Outgoing {
  const input = controlBody(request, faultsSchema);
  const { faults } = ctx.state;
  if (input.notices) faults.pay = toFault(input.notices);
  if (input.callbacks) faults.wecom = toFault(input.callbacks);
  if (input.refunds) faults.refunds = input.refunds;
  if (input.tokenDeath) killTokens(ctx);
  if (input.failNext) {
    const { times = 1, path, ...how } = input.failNext;
    const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined));
    faults.requests.push({ path, times, ...given });
  }
  return json(input);
}

/** `hold` goes on until it is changed, the others hit one attempt unless told otherwise. */
function toFault(input: { mode: DeliveryMode; times?: number | undefined }): DeliveryFault {
  const usual = input.mode === 'hold' ? Number.MAX_SAFE_INTEGER : 1;
  return { mode: input.mode, times: input.times ?? usual };
}

function killTokens(ctx: Ctx): void {
  ctx.state.mini.tokens = [];
  ctx.state.wecom.tokens = [];
}
