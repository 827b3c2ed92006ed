import type { Ctx } from '../../kernel/context';
import * as stores from '../stores';
import { changeIf, findAssignment } from './assignment.model';
import type { Assignment } from './assignment.model';
import { limitOf } from './capacity.rules';
import { decide, recordOf } from './decide.rules';
import type { OfferMade } from './events';
import { lookAround } from './look-around';
import type { Seen } from './look-around';
import { policyInForce } from './manage-policy';
import type { InForce } from './manage-policy';
import { wantedOf } from './reroute-order';
import { takeSlot } from './slot.model';
import { recordOffer, reducedShares } from './standings';

/** What need not hold up the payment: the store's slot, its record of offers, and what the surroundings were like. */
export async function followOffer(ctx: Ctx, news: OfferMade): Promise<void> {
  await recordOffer(ctx, news);
  const assignment = await findAssignment(news.orderId);
  if (!assignment) return;
  const rules = await policyInForce();
  await countInSlot(ctx, assignment, { news, rules });
  if (news.hop === 0) await recordSurroundings(ctx, assignment, rules);
}

/** The customer has paid for this store, so the order counts even beyond its limit. */
async function countInSlot(
  ctx: Ctx,
  { offer }: Assignment,
  { news, rules }: { news: OfferMade; rules: InForce },
): Promise<void> {
  // News may be late: an offer that is over has given its place back, or never needed one.
  const ended = !offer || ['rejected', 'expired', 'closed'].includes(offer.state);
  if (ended || offer.offerId !== news.offerId || offer.slotId === null) return;
  const store = await stores.recallStore(ctx, offer.locationId);
  if (!store) return;
  const share = (await reducedShares(ctx)).get(store.storeId);
  if (limitOf(stores.routingOf(store).capacityPerHour, share, rules.policy) === null) return;
  const hour = new Date(`${offer.slotId.slice(-'2026-01-01T00'.length)}:00:00.000Z`);
  await takeSlot({ slotId: offer.slotId, hour, offerId: offer.offerId }, null);
}

async function recordSurroundings(ctx: Ctx, assignment: Assignment, rules: InForce): Promise<void> {
  const first = assignment.explanations[0];
  if (!first || first.looked || first.hop !== 0) return;
  const { orderId, point, channel, chosenStoreId } = assignment;
  // As it was when the order came: what places said later is not known yet.
  const wanted = { ...wantedOf(assignment), excluded: [] };
  const also = chosenStoreId;
  const look = { point, wanted, channel, policy: rules.policy, also };
  const seen = withOwnGoods(assignment, first.winner?.locationId ?? '', await lookAround(ctx, look));
  await changeIf(
    orderId,
    { 'explanations.0.looked': false, 'explanations.0.hop': 0 },
    {
      set: {
        'explanations.0.looked': true,
        'explanations.0.candidates': recordOf(decide(wanted, seen.candidates, rules.policy)),
        'explanations.0.warehouse': seen.warehouse,
      },
    },
  );
}

/** What is held for this very order was there for it. */
function withOwnGoods({ lines }: Assignment, locationId: string, seen: Seen): Seen {
  const plus = (available: (number | null)[]) =>
    available.map((pieces, i) => (pieces ?? 0) + (lines[i]?.quantity ?? 0));
  const candidates = seen.candidates.map((one) =>
    one.storeId === locationId ? { ...one, available: plus(one.available) } : one,
  );
  const here = candidates.some(({ storeId }) => storeId === locationId);
  return { candidates, warehouse: here ? seen.warehouse : plus(seen.warehouse) };
}
