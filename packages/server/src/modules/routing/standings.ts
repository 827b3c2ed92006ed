import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { shareAfter } from './capacity.rules';
import type { Policy } from './candidate.rules';
import type { OfferEnded, OfferMade } from './events';
import { policyInForce } from './manage-policy';
import {
  countOffers,
  countRejectionsOf,
  listReduced,
  noteEnd,
  noteOffer,
  saveStanding,
} from './outcome.model';
import { ABOUT_THE_GOODS } from './reject.rules';
import { leaveSlot } from './slot.model';

const DAY_MS = 86_400_000;
const KEEP_MS = 5_000;
let kept: { shares: Map<string, number>; at: number } | undefined;

/** Stores that lost a part of their capacity by rejecting: store → share left. Asked at most once in five seconds. */
export async function reducedShares(_ctx: Ctx): Promise<Map<string, number>> {
  const at = now().getTime();
  if (!kept || Math.abs(at - kept.at) > KEEP_MS)
    kept = { shares: new Map((await listReduced()).map(({ _id, share }) => [_id, share])), at };
  return kept.shares;
}

const sinceDays = (ctx: Ctx, days: number): Date => new Date(ctx.now.getTime() - days * DAY_MS);

async function judge(ctx: Ctx, storeIds: string[], { rejections }: Policy): Promise<void> {
  const counts = await countOffers(sinceDays(ctx, rejections.windowDays), storeIds);
  for (const storeId of storeIds) {
    const count = counts.get(storeId) ?? { offers: 0, given: 0 };
    await saveStanding({ _id: storeId, ...count, share: shareAfter(count, rejections), at: ctx.now });
  }
  kept = undefined;
}

/** Old rejections fade: a store that did better since gets its capacity back. */
export async function judgeAgain(ctx: Ctx): Promise<void> {
  const reduced = await listReduced();
  if (reduced.length === 0) return;
  await judge(
    ctx,
    reduced.map(({ _id }) => _id),
    (await policyInForce()).policy,
  );
}

export async function recordOffer(ctx: Ctx, news: OfferMade): Promise<void> {
  const { offerId, storeId, orderId, hop } = news;
  if (storeId !== null) await noteOffer({ _id: offerId, storeId, orderId, hop, madeAt: ctx.now });
}

/**
 * What the end of an offer means for the store: its place in the slot is free again, what it gave back counts against it, a
 * SKU rejected twice within a month is to be counted, and a store that is closing takes no orders for the rest of its day.
 */
export async function recordEnd(ctx: Ctx, news: OfferEnded): Promise<void> {
  const { storeId, offerId, orderId, hop, how, reason, skuIds, slotId } = news;
  if (storeId === null) return;
  if (slotId !== null) await leaveSlot(slotId, offerId);
  await noteEnd({ _id: offerId, storeId, orderId, hop, how, reason, skuIds, endedAt: ctx.now });
  if (how !== 'rejected' && how !== 'expired') return;
  await judge(ctx, [storeId], (await policyInForce()).policy);
  if (reason === 'STORE_CLOSING') await closeForToday(ctx, storeId);
  if (reason && ABOUT_THE_GOODS.includes(reason)) await askForCounts(ctx, { storeId, skuIds, offerId });
}

const SAME_SKU_WITHIN_DAYS = 30;

async function askForCounts(
  ctx: Ctx,
  { storeId, skuIds, offerId }: { storeId: string; skuIds: string[]; offerId: string },
): Promise<void> {
  const about = { since: sinceDays(ctx, SAME_SKU_WITHIN_DAYS), reasons: ABOUT_THE_GOODS };
  for (const skuId of skuIds) {
    if ((await countRejectionsOf(storeId, skuId, about)) < 2) continue;
    await inventory.askForCount(ctx, { locationId: storeId, skuId, why: 'rejected', ref: offerId });
  }
}

async function closeForToday(ctx: Ctx, storeId: string): Promise<void> {
  const store = await stores.recallStore(ctx, storeId);
  const until = store && stores.closesAt(store, ctx.now);
  if (until) await stores.declareOutage(ctx, storeId, { until, reason: '门店即将打烊' });
}
