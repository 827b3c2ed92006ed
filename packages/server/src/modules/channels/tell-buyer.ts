import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import { connectorOf } from '../../platform/channels';
import * as orders from '../orders';
import type { OrderNews } from '../orders';
import { withdrawOffer } from './answer-offer';
import { tellPickupReady } from './jobs';
import { findOffer, findOfferOf, setTold } from './offer.model';
import type { Offer } from './offer.model';
import { tokenOf } from './offer-token';
import { offerMessage, readyMessage } from './offer.rules';

export const linkOf = (offerId: string): string =>
  `${config().PUBLIC_URL}/pickup-offer?token=${tokenOf(offerId)}`;

/**
 * Writes what is offered. A buyer who takes no messages cannot answer: the order is sent at once. (Only a worker that dies
 * between the platform's answer and our writing it down tells twice.)
 */
export async function tellOffer(ctx: Ctx, offerId: string): Promise<void> {
  const offer = await findOffer(offerId);
  if (offer?.state !== 'open' || offer.told !== 'due' || ctx.now >= offer.answerBefore) return;
  if (await tell(offer, offerMessage(offer, linkOf(offerId)))) await setTold(offerId, 'done');
  else await withdrawOffer(ctx, offer);
}

export async function tellReady(ctx: Ctx, offerId: string): Promise<void> {
  const offer = await findOffer(offerId);
  const order = offer && (await orders.findOrder(ctx, offer.orderId));
  if (offer?.state !== 'accepted' || order?.status !== 'ready') return;
  await tell(offer, readyMessage(order.store?.name ?? '门店', linkOf(offerId)));
}

/** Goods that were set aside after an offer are ready. */
export async function followReady(ctx: Ctx, { orderId }: OrderNews): Promise<void> {
  const offer = await findOfferOf(orderId);
  if (offer?.state !== 'accepted') return;
  const { offerId } = offer;
  await later(ctx, tellPickupReady, { key: offerId, body: { offerId }, at: ctx.now });
}

/** False when the buyer takes no messages. Throws when the platform gave no usable answer. */
async function tell({ connector, buyerId, foreignId, offerId }: Offer, text: string): Promise<boolean> {
  const api = connectorOf(connector)?.api;
  if (!api) return false;
  try {
    await api.tellBuyer({ buyerId, orderId: foreignId, text });
    return true;
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error;
    log.warn({ connector, offerId, code: error.code }, 'buyer not told');
    return false;
  }
}
