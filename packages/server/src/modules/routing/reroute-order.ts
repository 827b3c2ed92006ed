import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import { changeIf, findAssignment, listStranded } from './assignment.model';
import type { Assignment, Explanation, Only } from './assignment.model';
import { covers } from './candidate.rules';
import type { Wanted } from './candidate.rules';
import { limitOf } from './capacity.rules';
import { BEST_KEPT, decide, recordOf } from './decide.rules';
import { orderStuck } from './events';
import { lookAround } from './look-around';
import type { Seen } from './look-around';
import { draftOffer, placeOf, tellEnd, tellOffer, theWarehouse } from './make-offer';
import type { Where } from './make-offer';
import { policyInForce } from './manage-policy';
import type { InForce } from './manage-policy';
import { plusMinutes, slotTimeOf } from './offer-lease';
import { EXPIRED_TEXT, REASON_TEXTS, STOCK_EFFECT } from './reject.rules';
import { leaveSlot, takeSlot } from './slot.model';
import { reducedShares } from './standings';
import { routingOf } from '../stores';

/** Long enough for the order to make the hold its own, which takes moments. */
const HOLD_MINUTES = 30;

export const wantedOf = (assignment: Assignment): Wanted => ({
  fulfilment: assignment.fulfilment,
  lines: assignment.lines,
  chosenStoreId: assignment.chosenStoreId,
  guideStoreId: assignment.guideStoreId,
  excluded: assignment.excluded,
});

/**
 * Finds the next place for an order that was given back: what the store gave back first, then the best store by the rules, the
 * warehouse (deliveries), or a person. Each step may run twice: hold and slot are named by the hop, and the order becomes
 * another place's by one conditional update; whoever loses that gives back what it took.
 */
export async function reroute(ctx: Ctx, orderId: string): Promise<void> {
  const assignment = await findAssignment(orderId);
  if (!assignment || assignment.state !== 'rerouting') return;
  await takeBack(ctx, assignment);
  const rules = await policyInForce();
  const seen = await look(ctx, assignment, rules);
  const explanation = explain(ctx, assignment, { rules, seen });
  const reason = explanation.cause?.text ?? null;
  const only: Only = { state: 'rerouting', hop: assignment.hop };
  const attempt: Attempt = { assignment, rules, explanation, reason, only };
  if (assignment.moves < rules.policy.maxHops && (await offerToBest(ctx, attempt)) !== 'none') return;
  if (canShip(assignment, seen) && (await offerTo(ctx, attempt, theWarehouse)) !== 'taken') return;
  await giveUp(ctx, attempt);
}

/** The goods are free again, and what the rejection says about them is in the books. */
async function takeBack(ctx: Ctx, { offer, lines }: Assignment): Promise<void> {
  if (!offer) return;
  const { holdId, locationId, offerId, reason, skuIds } = offer;
  await inventory.releaseHold(ctx, { holdId, locationId, lines });
  if (!reason) return;
  const about = skuIds.length === 0 ? lines : lines.filter(({ skuId }) => skuIds.includes(skuId));
  await inventory.applyRejection(ctx, {
    ref: offerId,
    locationId,
    lines: about,
    effect: STOCK_EFFECT[reason],
  });
}

/** Around the shopper, or, when nobody knows where that is, around the place the order came from. */
async function look(ctx: Ctx, assignment: Assignment, { policy }: InForce): Promise<Seen> {
  const from = assignment.offer && (await placeOf(ctx, assignment.offer.locationId)).store;
  const { latitude, longitude } = from ?? {};
  const there = latitude === undefined || longitude === undefined ? null : { latitude, longitude };
  const { point, channel, chosenStoreId } = assignment;
  return lookAround(ctx, {
    point: point ?? there,
    wanted: wantedOf(assignment),
    channel,
    policy,
    also: chosenStoreId,
  });
}

function explain(
  ctx: Ctx,
  assignment: Assignment,
  { rules, seen }: { rules: InForce; seen: Seen },
): Explanation {
  const { offer, excluded, hop } = assignment;
  const rejected = offer?.state === 'rejected';
  const because = offer?.reason ? REASON_TEXTS[offer.reason] : EXPIRED_TEXT;
  return {
    at: ctx.now,
    hop: hop + 1,
    trigger: rejected ? 'rejected' : 'expired',
    cause: offer && { locationId: offer.locationId, name: offer.name, text: because },
    policyVersion: rules.version,
    excluded,
    winner: null,
    candidates: recordOf(decide(wantedOf(assignment), seen.candidates, rules.policy)),
    warehouse: seen.warehouse,
    looked: true,
  };
}

const canShip = ({ fulfilment, excluded, lines }: Assignment, { warehouse }: Seen): boolean =>
  fulfilment === 'delivery' && !excluded.includes(inventory.WAREHOUSE) && covers(warehouse, lines);

export type Attempt = {
  assignment: Assignment;
  rules: InForce;
  explanation: Explanation;
  reason: string | null;
  /** What the order must still be like when the offer becomes its own. */
  only: Only;
};
/** `taken`: others have the goods or the slot; `over`: the order is somewhere else by now; `none`: no store passed. */
export type Result = 'made' | 'taken' | 'over';

/** The stores that passed, best first, until one of them has the goods and a place in its slot. */
export async function offerToBest(ctx: Ctx, attempt: Attempt): Promise<Result | 'none'> {
  const ranked = attempt.explanation.candidates
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  for (const { facts } of ranked.slice(0, BEST_KEPT)) {
    const result = await offerTo(ctx, attempt, await placeOf(ctx, facts.storeId));
    if (result !== 'taken') return result;
  }
  return 'none';
}

/** Slot, hold, then the one update that makes it the order's; what was taken in vain goes back. */
export async function offerTo(ctx: Ctx, attempt: Attempt, where: Where): Promise<Result> {
  const { assignment, rules } = attempt;
  const { orderId, lines, channel } = assignment;
  const hop = assignment.hop + 1;
  const offer = draftOffer(ctx, where, { orderId, hop, holdId: `${orderId}-${hop}`, policy: rules.policy });
  const { holdId, locationId, slotId, offerId } = offer;
  if (!(await takePlace(ctx, attempt, { where, slotId, offerId }))) return 'taken';
  const until = plusMinutes(ctx.now, HOLD_MINUTES);
  const held = await holdGoods(ctx, { holdId, locationId, lines, until, channel });
  const made = held && (await commit(ctx, attempt, { where, offer }));
  if (made) return 'made';
  const now = await findAssignment(orderId);
  // A twin of this job may have made the very same offer.
  if (now?.offer?.offerId === offerId && now.offer.locationId === locationId) return 'over';
  if (held) await inventory.releaseHold(ctx, { holdId, locationId, lines });
  if (slotId !== null) await leaveSlot(slotId, offerId);
  return held ? 'over' : 'taken';
}

async function takePlace(
  ctx: Ctx,
  { rules: { policy }, explanation }: Attempt,
  { where, slotId, offerId }: { where: Where; slotId: string | null; offerId: string },
): Promise<boolean> {
  const { store } = where;
  if (!store || slotId === null) return true;
  const share = (await reducedShares(ctx)).get(store.storeId);
  const limit = limitOf(routingOf(store).capacityPerHour, share, policy);
  if (limit === null) return true;
  const claim = { slotId, hour: slotTimeOf(store, ctx.now), offerId };
  return takeSlot(claim, explanation.trigger === 'assigned' ? null : limit);
}

/** False: somebody else was quicker. */
async function holdGoods(ctx: Ctx, goods: Parameters<typeof inventory.hold>[1]): Promise<boolean> {
  try {
    await inventory.hold(ctx, goods);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'OUT_OF_STOCK' || error.code === 'BUSY')) return false;
    throw error;
  }
}

const commit = (
  ctx: Ctx,
  { assignment, explanation, reason, only }: Attempt,
  { where, offer }: { where: Where; offer: ReturnType<typeof draftOffer> },
): Promise<boolean> =>
  inTransaction(async () => {
    const { orderId, offer: old } = assignment;
    const winner = { locationId: where.locationId, name: where.name };
    const change = {
      set: { state: 'offered', hop: offer.hop, offer, stuckReason: null, changedAt: ctx.now },
      explanation: { ...explanation, winner },
      moved: where.store !== null,
    };
    if (!(await changeIf(orderId, only, change))) return false;
    if (old && old.state === 'offered') await tellEnd(ctx, assignment, { ...old, how: 'moved' });
    const fromLocationId = old?.locationId ?? null;
    await tellOffer(ctx, { offer, where }, { orderId, fromLocationId, reason });
    return true;
  });

/** No place is left: the order waits for a person, who is told once. */
const giveUp = (ctx: Ctx, { assignment, explanation, only }: Attempt): Promise<void> =>
  inTransaction(async () => {
    const { orderId, fulfilment, moves } = assignment;
    const nowhere = fulfilment === 'pickup' ? '附近没有其他门店能接单' : '附近门店和仓库都不能接单';
    const because = explanation.cause ? `${explanation.cause.name}：${explanation.cause.text}；` : '';
    const reason = `${because}${nowhere}${moves > 0 ? `（已转 ${moves} 次）` : ''}`;
    const set = { state: 'stuck', stuckReason: reason, changedAt: ctx.now };
    if (await changeIf(orderId, only, { set, explanation }))
      await publish(ctx, orderStuck, { key: orderId, body: { orderId, reason } });
  });

/** A delivery waits in the warehouse, and the rules want it shipped by a store near the shopper if one can. */
export async function seekStore(ctx: Ctx, orderId: string): Promise<void> {
  const assignment = await findAssignment(orderId);
  const { offer } = assignment ?? {};
  if (!assignment || !offer || offer.state !== 'offered' || offer.locationId !== inventory.WAREHOUSE) return;
  const rules = await policyInForce();
  const seen = await look(ctx, assignment, rules);
  const explanation = {
    ...explain(ctx, assignment, { rules, seen }),
    trigger: 'ship_from_store',
    cause: null,
  } as const;
  const only = { 'offer.offerId': offer.offerId, 'offer.state': 'offered' };
  await offerToBest(ctx, { assignment, rules, explanation, reason: '由就近门店发货', only });
}

const STRANDED_MINUTES = 2;

/** A job that was lost with all its tries must not leave an order between two places. */
export async function resumeReroutes(ctx: Ctx): Promise<void> {
  for (const orderId of await listStranded(plusMinutes(ctx.now, -STRANDED_MINUTES), 50)) {
    try {
      await reroute(ctx, orderId);
    } catch (error) {
      log.error({ traceId: ctx.traceId, orderId, err: error }, 'order could not be re-routed');
    }
  }
}
