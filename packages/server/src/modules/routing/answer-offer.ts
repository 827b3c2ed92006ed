import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import { changeIf, findAssignment, listExpired } from './assignment.model';
import type { Assignment, Offer, OfferState } from './assignment.model';
import { rerouteOrder } from './jobs';
import { tellEnd } from './make-offer';
import type { Reason } from './outcome.model';

export type Answered = { orderId: string; locationId: string };
export type Rejected = Answered & {
  reason: Reason;
  note?: string | null;
  /** What the reason is about; without it, all the goods of the order. */
  skuIds?: string[];
};

/**
 * The place takes the order on. Joins the caller's transaction; a place that accepted already is refused like any other, its
 * own task knows that. Refuses: ORDER_STATE_CONFLICT: not offered to this place, no longer, or its time ran out.
 */
export async function accept(ctx: Ctx, { orderId, locationId }: Answered): Promise<void> {
  const only = {
    'offer.locationId': locationId,
    'offer.state': 'offered',
    $or: [{ 'offer.leaseUntil': null }, { 'offer.leaseUntil': { $gt: ctx.now } }],
  };
  const set = { state: 'accepted', 'offer.state': 'accepted', changedAt: ctx.now };
  if (!(await changeIf(orderId, only, { set }))) throw new AppError('ORDER_STATE_CONFLICT');
}

const GIVES_BACK: OfferState[] = ['offered', 'accepted', 'picking'];

/**
 * The place cannot serve the order after all: its hold is released, its stock corrected by the reason, and the next place
 * found, all by a job after this transaction. Joins the caller's transaction. A second rejection is refused like any answer
 * to an offer that is over. Refuses: ORDER_STATE_CONFLICT.
 */
export const reject = (ctx: Ctx, input: Rejected): Promise<void> =>
  inTransaction(async () => {
    const { orderId, locationId, reason } = input;
    const assignment = await findAssignment(orderId);
    const offer = assignment?.offer;
    if (!assignment || offer?.locationId !== locationId) throw new AppError('ORDER_STATE_CONFLICT');
    const end = { reason, note: input.note ?? null, skuIds: input.skuIds ?? [] };
    if (!(await endOffer(ctx, { assignment, offer, from: GIVES_BACK }, { how: 'rejected', ...end })))
      throw new AppError('ORDER_STATE_CONFLICT');
  });

type Ending = { how: 'rejected' | 'expired'; reason: Reason | null; note: string | null; skuIds: string[] };

/** From here on the order belongs to the re-route job. */
async function endOffer(
  ctx: Ctx,
  { assignment, offer, from }: { assignment: Assignment; offer: Offer; from: OfferState[] },
  { how, ...why }: Ending,
): Promise<boolean> {
  const { orderId } = assignment;
  const only = {
    'offer.offerId': offer.offerId,
    'offer.state': { $in: from },
    ...(how === 'expired' ? { 'offer.leaseUntil': { $lte: ctx.now } } : {}),
  };
  const facts = Object.fromEntries(Object.entries(why).map(([key, value]) => [`offer.${key}`, value]));
  const set = { state: 'rerouting', 'offer.state': how, ...facts, changedAt: ctx.now };
  if (!(await changeIf(orderId, only, { set, exclude: offer.locationId }))) return false;
  await tellEnd(ctx, assignment, { ...offer, ...why, how });
  await later(ctx, rerouteOrder, { key: orderId, body: { orderId }, at: ctx.now });
  return true;
}

const AT_ONCE = 100;

/** Offers nobody accepted in time go elsewhere. An acceptance at the same moment wins or loses against each, never both. */
export async function expireOffers(ctx: Ctx): Promise<void> {
  for (const assignment of await listExpired(ctx.now, AT_ONCE)) {
    const { offer } = assignment;
    if (!offer) continue;
    const why = { how: 'expired', reason: null, note: null, skuIds: [] } as const;
    await inTransaction(() =>
      endOffer(ctx, { assignment, offer, from: ['offered'] }, { ...why, skuIds: [] }),
    );
  }
}

export type Progress = 'picking' | 'ready' | 'handed_over' | 'shipped' | 'closed';

const BEFORE: Record<Exclude<Progress, 'closed'>, OfferState[]> = {
  picking: ['accepted'],
  ready: ['accepted', 'picking'],
  handed_over: ['offered', 'accepted', 'picking', 'ready'],
  shipped: ['offered', 'accepted', 'picking', 'ready'],
};
const OVER = ['handed_over', 'shipped', 'closed'];

/**
 * How far the order is, as its owner tells; `closed` (cancelled, refunded) ends the offer whatever its state, or the search for
 * the next place. Twice, late, or of an order that was never begun: nothing. Joins the caller's transaction.
 */
export async function progress(ctx: Ctx, orderId: string, to: Progress): Promise<void> {
  if (to === 'closed') return close(ctx, orderId);
  const set = { state: to, 'offer.state': to, changedAt: ctx.now };
  await changeIf(orderId, { 'offer.state': { $in: BEFORE[to] } }, { set });
}

const close = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    const before = await findAssignment(orderId);
    if (!before || OVER.includes(before.state)) return;
    const { offer } = before;
    const live = offer && offer.state !== 'rejected' && offer.state !== 'expired';
    const set = { state: 'closed', ...(live ? { 'offer.state': 'closed' } : {}), changedAt: ctx.now };
    const only = { state: { $nin: OVER }, hop: before.hop };
    if (!(await changeIf(orderId, only, { set }))) return;
    if (offer && live) await tellEnd(ctx, before, { ...offer, how: 'closed' });
  });
