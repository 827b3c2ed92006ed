import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { later } from '../../kernel/outbox';
import * as catalog from '../catalog';
import * as inventory from '../inventory';
import type * as orders from '../orders';
import * as stores from '../stores';
import { CHANNEL_OF } from './channel-of';
import type { Taken } from './channel-of';
import { closePickupOffer, tellPickupOffer } from './jobs';
import { insertOffer } from './offer.model';
import type { Offer, OfferStore } from './offer.model';
import { GRACE_MS, MOST_STORES } from './offer.rules';
import { readPolicy } from './policy.model';

export type OfferPlan = Pick<Offer, 'stores' | 'gift' | 'freightFen' | 'answerBefore'> & { waitUntil: Date };

/** A store that opens by then is near enough in time. */
const OPENS_WITHIN_MS = 24 * 3600_000;

/**
 * What the buyer of a delivery order could be offered, or null when there is nothing to offer: no place is known, no store near
 * has all goods for this channel, or there is neither freight to give back nor a sample. Stores that also have the sample come
 * alone if there are any, so that a promised sample is there.
 */
export async function planOffer(ctx: Ctx, { connector, foreign, lines }: Taken): Promise<OfferPlan | null> {
  const policy = await readPolicy();
  if (!policy.active || !foreign.point) return null;
  const near = (await stores.findWithin(ctx, foreign.point, policy.radiusMetres)).filter(
    ({ store }) => stores.routingOf(store).offersPickup && opensSoon(ctx, store),
  );
  if (near.length === 0) return null;
  const gift = await giftOf(ctx, policy.giftSkuId);
  const wanted = sumUp(lines);
  const skuIds = [...wanted.keys(), ...(gift ? [gift.skuId] : [])];
  const stock = await inventory.availableAt(
    ctx,
    near.map(({ store }) => store.storeId),
    [...new Set(skuIds)],
    CHANNEL_OF[connector],
  );
  const has = (storeId: string, need: Map<string, number>): boolean =>
    [...need].every(([skuId, quantity]) => (stock.get(storeId)?.get(skuId) ?? 0) >= quantity);
  const able = near.filter(({ store }) => has(store.storeId, wanted));
  const withGift = gift ? sumUp([...lines, gift]) : wanted;
  const generous = gift ? able.filter(({ store }) => has(store.storeId, withGift)) : [];
  const chosen = (generous.length > 0 ? generous : able).slice(0, MOST_STORES);
  const promised = generous.length > 0 ? gift : null;
  if (chosen.length === 0 || (foreign.freightFen === 0 && !promised)) return null;
  const answerBefore = new Date(ctx.now.getTime() + policy.waitMinutes * 60_000);
  return {
    stores: chosen.map(present),
    gift: promised,
    freightFen: foreign.freightFen,
    answerBefore,
    waitUntil: new Date(answerBefore.getTime() + GRACE_MS),
  };
}

function opensSoon(ctx: Ctx, store: stores.Store): boolean {
  const at = stores.nextOpeningAt(store, ctx.now);
  return at !== null && at.getTime() - ctx.now.getTime() <= OPENS_WITHIN_MS;
}

function sumUp(lines: readonly { skuId: string; quantity: number }[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { skuId, quantity } of lines) sum.set(skuId, (sum.get(skuId) ?? 0) + quantity);
  return sum;
}

const present = ({ store, distanceMetres }: stores.Near): OfferStore => ({
  storeId: store.storeId,
  name: store.name,
  address: store.address,
  distanceMetres: Math.round(distanceMetres),
});

async function giftOf(ctx: Ctx, skuId: string | null): Promise<Offer['gift']> {
  const card = skuId === null ? undefined : (await catalog.findSkus(ctx, [skuId])).get(skuId);
  return card ? { skuId: card.skuId, title: card.title, quantity: 1 } : null;
}

/** The offer with its telling and its end, once per order that still waits. */
export async function makeOffer(
  ctx: Ctx,
  { connector, foreign, order, plan }: Taken & { order: orders.Order; plan: OfferPlan },
): Promise<void> {
  if (order.status !== 'paid' || order.stockKeptAt !== null) return;
  const { waitUntil: _waitUntil, ...terms } = plan;
  const offerId = newId();
  const body = { offerId };
  // The order's waiting may have begun at an earlier try; the offer never outlasts it.
  const latest = new Date(order.payBefore.getTime() - GRACE_MS);
  const answerBefore = terms.answerBefore < latest ? terms.answerBefore : latest;
  const offer: Offer = {
    ...terms,
    offerId,
    answerBefore,
    orderId: order.orderId,
    connector,
    foreignId: foreign.orderId,
    buyerId: foreign.buyerId,
    channel: order.channel,
    state: 'open',
    chosen: null,
    giftTaken: false,
    told: 'due',
    createdAt: ctx.now,
  };
  await insertOnce(async () => {
    if (!(await insertOffer(offer))) throw new TwinOffer();
    await later(ctx, tellPickupOffer, { key: offerId, body, at: ctx.now });
    await later(ctx, closePickupOffer, { key: offerId, body, at: answerBefore });
  });
}

/** Ends the transaction that met the offer of an earlier try. */
class TwinOffer extends Error {}

async function insertOnce(work: () => Promise<void>): Promise<void> {
  try {
    await inTransaction(work);
  } catch (error) {
    if (!(error instanceof TwinOffer)) throw error;
  }
}
