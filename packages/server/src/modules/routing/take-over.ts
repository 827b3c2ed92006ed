import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { changeIf, findAssignment } from './assignment.model';
import type { Assignment, Explanation, Offer } from './assignment.model';
import { draftOffer, placeOf, tellEnd, tellOffer } from './make-offer';
import type { Where } from './make-offer';
import { policyInForce } from './manage-policy';

export type TakeOver = {
  orderId: string;
  /** The store that takes it over; the goods are held there for good under `holdId`. */
  locationId: string;
  holdId: string;
  /** How far the order has come, and stays. */
  state: 'accepted' | 'ready';
  /** For people. */
  reason: string;
};

const MOVABLE = ['offered', 'accepted', 'picking', 'ready', 'rerouting', 'stuck'];
const ENDED = ['rejected', 'expired', 'closed'];

/**
 * A store serves the order from now on without being asked, because the customer stands at its counter: a new hop whose offer
 * is accepted already. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT (never begun, or over).
 */
export const takeOver = (ctx: Ctx, input: TakeOver): Promise<{ hop: number }> =>
  inTransaction(async () => {
    const { orderId, holdId, state, reason } = input;
    const before = await findAssignment(orderId);
    if (!before) throw new AppError('ORDER_STATE_CONFLICT');
    const where = await placeOf(ctx, input.locationId);
    const hop = before.hop + 1;
    const { policy, version } = await policyInForce();
    const drafted = draftOffer(ctx, where, { orderId, hop, holdId, policy });
    const offer: Offer = { ...drafted, state, startsAt: ctx.now, leaseUntil: null };
    const explanation = explain(ctx, { before, where, hop }, { version, reason });
    const set = { state, hop, offer, stuckReason: null, changedAt: ctx.now };
    const only = { hop: before.hop, state: { $in: MOVABLE } };
    if (!(await changeIf(orderId, only, { set, explanation }))) throw new AppError('ORDER_STATE_CONFLICT');
    const old = before.offer;
    if (old && !ENDED.includes(old.state)) await tellEnd(ctx, before, { ...old, how: 'moved' });
    await tellOffer(ctx, { offer, where }, { orderId, fromLocationId: old?.locationId ?? null, reason });
    return { hop };
  });

const explain = (
  ctx: Ctx,
  { before, where, hop }: { before: Assignment; where: Where; hop: number },
  { version, reason }: { version: number; reason: string },
): Explanation => ({
  at: ctx.now,
  hop,
  trigger: 'assigned',
  cause: before.offer && { locationId: before.offer.locationId, name: before.offer.name, text: reason },
  policyVersion: version,
  excluded: before.excluded,
  winner: { locationId: where.locationId, name: where.name },
  candidates: [],
  warehouse: [],
  looked: false,
});
