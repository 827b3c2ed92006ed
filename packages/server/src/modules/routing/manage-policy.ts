import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import type { Policy } from './candidate.rules';
import { findLatest, insertPolicy } from './policy.model';
import type { SavedPolicy } from './policy.model';

type View = Answer<Contracts['routing.getPolicy']>;
type Save = Parsed<Contracts['routing.savePolicy']>;
export type InForce = { version: number; policy: Policy };

/** The rules until somebody saves others: version 0. */
export const defaultPolicy = (): Policy => ({
  radiusMetres: config().PICKUP_RADIUS_METRES,
  lookMetres: Math.round(config().PICKUP_RADIUS_METRES * 1.3),
  rules: ['fewest_splits', 'chosen_store', 'guide_store', 'distance', 'load', 'stock_balance'],
  distanceBucketMetres: 500,
  leaseMinutes: 10,
  holdUntilOpeningMinusMinutes: 15,
  promiseMinutes: 1440,
  maxHops: 3,
  shipFromStore: false,
  rejections: {
    windowDays: 7,
    threshold: 0.2,
    minOffers: 5,
    capacityShare: 0.5,
    assumedCapacityPerHour: 12,
  },
});

const KEEP_MS = 5_000;
let kept: { saved: SavedPolicy | null; at: number } | undefined;

/** The rules in force. Every paid order asks, so a process asks the database once in five seconds. */
export async function policyInForce(): Promise<InForce> {
  const at = now().getTime();
  if (!kept || Math.abs(at - kept.at) > KEEP_MS) kept = { saved: await findLatest(), at };
  return kept.saved ?? { version: 0, policy: defaultPolicy() };
}

/** Refuses: FORBIDDEN (not an operator). */
export async function requireOperator(ctx: Ctx): Promise<StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}

const present = (saved: SavedPolicy | null): View =>
  saved
    ? { ...saved, savedAt: saved.savedAt.toISOString() }
    : { version: 0, policy: defaultPolicy(), savedBy: null, savedAt: null };

/** Refuses: FORBIDDEN. */
export async function getPolicy(ctx: Ctx): Promise<View> {
  await requireOperator(ctx);
  return present(await findLatest());
}

/** Puts a new version in force, everywhere within five seconds. Refuses: FORBIDDEN, ROUTING_POLICY_CHANGED. */
export async function savePolicy(ctx: Ctx, { baseVersion, policy }: Save): Promise<View> {
  const member = await requireOperator(ctx);
  const latest = await findLatest();
  const version = baseVersion + 1;
  const saved = { version, policy, savedBy: member.userid, savedAt: ctx.now };
  if ((latest?.version ?? 0) !== baseVersion || !(await insertPolicy(saved)))
    throw new AppError('ROUTING_POLICY_CHANGED');
  kept = undefined;
  await staff.recordAudit(ctx, { action: 'routing.savePolicy', subject: String(version) });
  return present(saved);
}
