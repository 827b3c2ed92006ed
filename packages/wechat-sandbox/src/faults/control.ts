import { z } from 'zod';
import type { Ctx } from '../ctx';
import { ControlError, controlBody } from '../control/read';
import { DELIVERY_MODES } from '../delivery/types';
import type { DeliveryMode } from '../delivery/types';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { SCENARIOS } from './scenarios';
import { ANSWER_MODES, REFUND_ENDINGS, noFaults } from './types';
import type { DeliveryFault, FaultsInput } from './types';

/** What chance may do to a delivery: all of it ends well by itself, for a receiver that does its duties. */
const CHAOS_MODES: DeliveryMode[] = ['duplicate', 'delay', 'reorder', 'tamper', 'stale', 'bad-signature'];

const deliveryFault = z.strictObject({
  mode: z.enum(DELIVERY_MODES),
  times: z.int().min(0).optional(),
  delaySeconds: z.number().min(0).optional(),
});
const faultsSchema = z.strictObject({
  clear: z.literal(true).optional(),
  notices: deliveryFault.optional(),
  callbacks: deliveryFault.optional(),
  push: deliveryFault.optional(),
  douyin: deliveryFault.optional(),
  answers: z.strictObject({ mode: z.enum(ANSWER_MODES), times: z.int().min(0).optional() }).optional(),
  refunds: z.enum(REFUND_ENDINGS).optional(),
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
      after: z.boolean().optional(),
      times: z.int().min(1).optional(),
    })
    .optional(),
  chaos: z
    .strictObject({
      seed: z.int(),
      rate: z.number().min(0).max(1).optional(),
      modes: z.array(z.enum(DELIVERY_MODES)).min(1).optional(),
    })
    .nullable()
    .optional(),
});
const scenarioSchema = z.strictObject({ name: z.string(), seed: z.int().optional() });

export function faultRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/faults', handle: () => json(readFaults(ctx)) },
    {
      method: 'POST',
      pattern: '/control/faults',
      handle: (request) => {
        const input = withoutUndefined(controlBody(request, faultsSchema)) as FaultsInput;
        applyFaults(ctx, input);
        return json(input);
      },
    },
    { method: 'POST', pattern: '/control/faults/scenario', handle: (request) => playScenario(ctx, request) },
  ];
}

export function readFaults(ctx: Ctx): unknown {
  return { active: ctx.state.faults, scenarios: SCENARIOS };
}

/** Starts one named scenario from a clean slate; `seed` is for the scenarios that draw. */
function playScenario(ctx: Ctx, request: Incoming): Outgoing {
  const { name, seed } = controlBody(request, scenarioSchema);
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (!scenario) {
    const names = SCENARIOS.map((candidate) => candidate.name).join(', ');
    throw new ControlError(404, `no scenario ${name}; there are ${names}`);
  }
  const { chaos } = scenario.faults;
  applyFaults(ctx, {
    ...scenario.faults,
    clear: true,
    ...(chaos && seed !== undefined ? { chaos: { ...chaos, seed } } : {}),
  });
  return json(scenario);
}

function applyFaults(ctx: Ctx, input: FaultsInput): void {
  if (input.clear) ctx.state.faults = noFaults();
  const { faults } = ctx.state;
  if (input.notices) faults.pay = toFault(input.notices);
  if (input.callbacks) faults.wecom = toFault(input.callbacks);
  if (input.push) faults.push = toFault(input.push);
  if (input.douyin) faults.douyin = toFault(input.douyin);
  if (input.answers) faults.answers = { mode: input.answers.mode, times: input.answers.times ?? 1 };
  if (input.refunds) faults.refunds = input.refunds;
  if (input.tokenDeath) killTokens(ctx);
  if (input.chaos === null) faults.chaos = null;
  else if (input.chaos) {
    const { seed, rate = 0.5, modes = CHAOS_MODES } = input.chaos;
    faults.chaos = { seed, rate, modes: [...modes], draws: 0 };
  }
  if (input.failNext) {
    const { times = 1, ...how } = input.failNext;
    faults.requests.push({ times, ...how });
  }
}

/** `hold` goes on until it is changed, the others hit one attempt unless told otherwise. */
function toFault(input: NonNullable<FaultsInput['notices']>): DeliveryFault {
  const usual = input.mode === 'hold' ? Number.MAX_SAFE_INTEGER : 1;
  const { mode, times = usual, delaySeconds } = input;
  return { mode, times, ...(delaySeconds === undefined ? {} : { delaySeconds }) };
}

/** JSON knows no undefined: what a schema calls optional is either there or not. */
function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function killTokens(ctx: Ctx): void {
  ctx.state.mini.tokens = [];
  ctx.state.official.tokens = [];
  ctx.state.wecom.tokens = [];
}
