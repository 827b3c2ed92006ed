import { createHash } from 'node:crypto';
import type { Ctx } from '../ctx';
import type { Channel } from '../delivery/types';
import type { AnswerMode, Chaos, DeliveryFault, RequestFault } from './types';

const NOTHING: DeliveryFault = { mode: 'deliver', times: 0 };

/** What hits the next attempt of this channel: what a test asked for, or else what chaos draws. */
export function takeDeliveryFault(ctx: Ctx, channel: Channel): DeliveryFault {
  const { faults } = ctx.state;
  const fault = faults[channel];
  if (fault.times > 0) {
    fault.times -= 1;
    return fault;
  }
  return faults.chaos ? drawn(faults.chaos) : NOTHING;
}

export function takeAnswerFault(ctx: Ctx): AnswerMode {
  const { answers } = ctx.state.faults;
  if (answers.times <= 0) return 'signed';
  answers.times -= 1;
  return answers.mode;
}

/** The first fault that fits is used up by one. */
export function takeRequestFault(ctx: Ctx, host: string, path: string): RequestFault | undefined {
  const { faults } = ctx.state;
  const fault = faults.requests.find(
    (candidate) => path.startsWith(candidate.path) && (candidate.host ?? host) === host,
  );
  if (!fault) return undefined;
  fault.times -= 1;
  faults.requests = faults.requests.filter((candidate) => candidate.times > 0);
  return fault;
}

function drawn(chaos: Chaos): DeliveryFault {
  if (draw(chaos) >= chaos.rate) return NOTHING;
  const mode = chaos.modes[Math.floor(draw(chaos) * chaos.modes.length)];
  return mode === undefined ? NOTHING : { mode, times: 1 };
}

/** From 0 to below 1. */
function draw(chaos: Chaos): number {
  chaos.draws += 1;
  const digest = createHash('sha256').update(`${chaos.seed}:${chaos.draws}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
