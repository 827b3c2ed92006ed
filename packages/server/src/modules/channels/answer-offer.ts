import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { later } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as orders from '../orders';
import * as pickup from '../pickup';
import { closePickupOffer } from './jobs';
import { findOffer, listOverdue, moveOffer } from './offer.model';
import type { Offer, OfferState } from './offer.model';
import { offerIdOf } from './offer-token';
import { ACCEPTING_MS, offerText, shownState } from './offer.rules';

type View = Answer<Contracts['channels.getOffer']>;

/** Refuses: NOT_FOUND for a token that we did not sign. */
export const getOffer = async (ctx: Ctx, input: { token: string }): Promise<View> =>
  presentOffer(ctx, await requireOffer(input.token));

/**
 * The buyer's answer, once: the same again is the same, another one comes too late. Yes sets the goods aside in the store and
 * makes the order a pickup; when they are gone meanwhile the buyer hears so at once and the order is sent.
 * Refuses: NOT_FOUND (token, or a store that was not offered), OFFER_OVER, OFFER_OUT_OF_STOCK, BUSY (an answer is being carried out).
 */
export async function answerOffer(ctx: Ctx, input: Parsed<Contracts['channels.answerOffer']>): Promise<View> {
  const offer = await requireOffer(input.token);
  if (input.answer === 'decline') await decline(ctx, offer);
  else await accept(ctx, offer, input.storeId ?? offer.chosen?.storeId ?? offer.stores[0]?.storeId ?? '');
  return presentOffer(ctx, await requireOffer(input.token));
}

async function requireOffer(token: string): Promise<Offer> {
  const offerId = offerIdOf(token);
  const offer = offerId === null ? null : await findOffer(offerId);
  if (!offer) throw new AppError('NOT_FOUND');
  return offer;
}

async function decline(ctx: Ctx, { offerId, orderId }: Offer): Promise<void> {
  const mine = await moveOffer({ offerId, from: ['open'], set: { state: 'declined' }, inTime: ctx.now });
  const state = (await findOffer(offerId))?.state;
  if (!mine && state === 'accepting') throw new AppError('BUSY');
  if (!mine && state !== 'declined') throw new AppError('OFFER_OVER');
  await orders.beginChannelOrder(ctx, orderId);
}

async function accept(ctx: Ctx, offer: Offer, storeId: string): Promise<void> {
  if (!offer.stores.some((store) => store.storeId === storeId)) throw new AppError('NOT_FOUND');
  const { offerId } = offer;
  const chosen = { storeId, holdId: newId(), at: ctx.now };
  await moveOffer({ offerId, from: ['open'], set: { state: 'accepting', chosen }, inTime: ctx.now });
  const now = (await findOffer(offerId)) ?? offer;
  const isSame = now.chosen?.storeId === storeId;
  if (now.state === 'out_of_stock' && isSame) throw new AppError('OFFER_OUT_OF_STOCK');
  if (now.state === 'accepted' && isSame) return;
  if (now.state !== 'accepting' || !isSame || !now.chosen) throw new AppError('OFFER_OVER');
  await carryOut(ctx, now, now.chosen);
}

async function carryOut(ctx: Ctx, offer: Offer, chosen: NonNullable<Offer['chosen']>): Promise<void> {
  const { storeId, holdId } = chosen;
  try {
    await orders.turnIntoPickup(ctx, { orderId: offer.orderId, storeId, holdId, gift: offer.gift });
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code !== 'OUT_OF_STOCK' && code !== 'ORDER_STATE_CONFLICT' && code !== 'NOT_FOUND') throw error;
    const ended = await settle(ctx, offer, code === 'OUT_OF_STOCK' ? 'out_of_stock' : 'closed');
    if (ended === 'out_of_stock') throw new AppError('OFFER_OUT_OF_STOCK');
    if (ended !== 'accepted') throw new AppError('OFFER_OVER');
    return;
  }
  await settle(ctx, offer, 'closed');
}

/**
 * Ends an answer by what became of the order, not by what we wanted of it: a pickup under the chosen hold is accepted, anything
 * else is `otherwise`, and the order is served as ordered. Answers the state the offer has now.
 */
async function settle(ctx: Ctx, { offerId, orderId }: Offer, otherwise: OfferState): Promise<OfferState> {
  const order = await orders.beginChannelOrder(ctx, orderId);
  const now = await findOffer(offerId);
  if (!now) throw new AppError('NOT_FOUND');
  const isTurned = now.chosen !== null && order.holdId === now.chosen.holdId;
  const giftTaken = order.lines.some((line) => line.isGift);
  const from: OfferState[] = ['open', 'accepting', 'out_of_stock', 'closed'];
  if (isTurned) await moveOffer({ offerId, from, set: { state: 'accepted', giftTaken } });
  else {
    await freeChosen(ctx, now, order);
    await moveOffer({ offerId, from: ['open', 'accepting'], set: { state: otherwise } });
  }
  return (await findOffer(offerId))?.state ?? otherwise;
}

/** What was set aside for a pickup that did not come about. The order no longer waits, so nobody can use it any more. */
async function freeChosen(ctx: Ctx, { chosen, gift }: Offer, order: orders.Order): Promise<void> {
  if (!chosen) return;
  const quantities = new Map<string, number>();
  const bought = order.lines.filter((line) => !line.isGift);
  for (const { skuId, quantity } of bought) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  const plain = [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
  const { holdId, storeId: locationId } = chosen;
  await inventory.releaseHold(ctx, { holdId, locationId, lines: plain });
  if (!gift) return;
  const quantity = (quantities.get(gift.skuId) ?? 0) + gift.quantity;
  await inventory.releaseHold(ctx, { holdId, locationId, lines: [{ skuId: gift.skuId, quantity }] });
}

/** The time is over: silence means no. An answer that is just being carried out gets its minute. */
export async function closeOffer(ctx: Ctx, offerId: string): Promise<void> {
  const offer = await findOffer(offerId);
  if (!offer) return;
  if (offer.state === 'open' && ctx.now < offer.answerBefore)
    return closeAt(ctx, offerId, offer.answerBefore);
  const busyUntil = (offer.chosen?.at.getTime() ?? 0) + ACCEPTING_MS;
  if (offer.state === 'accepting' && ctx.now.getTime() < busyUntil)
    return closeAt(ctx, offerId, new Date(busyUntil));
  if (offer.state === 'open') await moveOffer({ offerId, from: ['open'], set: { state: 'expired' } });
  const now = (await findOffer(offerId)) ?? offer;
  if (now.state === 'accepting') await settle(ctx, now, 'expired');
  else if (now.state !== 'accepted') await orders.beginChannelOrder(ctx, offer.orderId);
}

const closeAt = (ctx: Ctx, offerId: string, at: Date): Promise<void> =>
  later(ctx, closePickupOffer, { key: offerId, body: { offerId }, at });

/** The buyer was never told, so there is nothing to wait for. */
export async function withdrawOffer(ctx: Ctx, { offerId, orderId }: Offer): Promise<void> {
  await moveOffer({ offerId, from: ['open'], set: { state: 'closed', told: 'refused' } });
  if ((await findOffer(offerId))?.state === 'closed') await orders.beginChannelOrder(ctx, orderId);
}

const LOST_AFTER_MS = 3 * 60_000;
const BATCH = 100;

export async function sweepOffers(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - LOST_AFTER_MS);
  for (const { offerId } of await listOverdue(before, BATCH)) await closeOffer(ctx, offerId);
}

async function presentOffer(ctx: Ctx, offer: Offer): Promise<View> {
  const order = await orders.findOrder(ctx, offer.orderId);
  if (!order) throw new AppError('NOT_FOUND');
  const chosen = offer.state === 'accepted' ? offer.chosen : null;
  const isOver = offer.state === 'open' && ctx.now >= offer.answerBefore;
  const state = isOver ? 'expired' : shownState(offer.state);
  const { gift } = offer;
  const hasGift = gift !== null && (offer.state !== 'accepted' || offer.giftTaken);
  return {
    state,
    text: offerText(isOver ? { ...offer, state: 'expired' } : offer, order.store?.name ?? null),
    answerBefore: state === 'open' ? offer.answerBefore.toISOString() : null,
    freightFen: offer.freightFen,
    gift: hasGift ? { title: gift.title, quantity: gift.quantity } : null,
    lines: order.lines
      .filter((line) => !line.isGift)
      .map(({ title, valuesText, imageUrl, quantity }) => ({ title, valuesText, imageUrl, quantity })),
    stores: offer.stores.filter((store) => !chosen || store.storeId === chosen.storeId),
    pickupCode: chosen && order.status === 'ready' ? await pickup.codeOf(ctx, order) : null,
  };
}
