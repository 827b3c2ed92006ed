import type { Ctx } from '../../kernel/context';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as stores from '../stores';
import type { Assignment, Offer } from './assignment.model';
import type { Policy } from './candidate.rules';
import { offerEnded, offerMade } from './events';
import { leaseOf, slotIdOf, slotTimeOf } from './offer-lease';

export const WAREHOUSE_NAME = '仓库';

/** A place that may serve an order: a store, or the warehouse (`store` null). */
export type Where = { locationId: string; name: string; store: stores.Store | null };

export const theWarehouse: Where = {
  locationId: inventory.WAREHOUSE,
  name: WAREHOUSE_NAME,
  store: null,
};

/** The place behind a location id. A store nobody knows is still a place: its orders must not get lost. */
export async function placeOf(ctx: Ctx, locationId: string): Promise<Where> {
  if (locationId === inventory.WAREHOUSE) return theWarehouse;
  const store = await stores.recallStore(ctx, locationId);
  return { locationId, name: store?.name ?? locationId, store };
}

/** The goods of the order are held at that place under `holdId`, or about to be. */
export function draftOffer(
  ctx: Ctx,
  { locationId, name, store }: Where,
  of: { orderId: string; hop: number; holdId: string; policy: Policy },
): Offer {
  const { orderId, hop, holdId, policy } = of;
  return {
    offerId: `${orderId}-${hop}`,
    hop,
    locationId,
    name,
    holdId,
    state: 'offered',
    madeAt: ctx.now,
    ...leaseOf(store, ctx.now, policy),
    slotId: store && slotIdOf(locationId, slotTimeOf(store, ctx.now)),
    reason: null,
    note: null,
    skuIds: [],
  };
}

/** Joins the caller's transaction, in which the offer became the order's. */
export const tellOffer = (
  ctx: Ctx,
  { offer, where: { locationId, name, store } }: { offer: Offer; where: Where },
  of: { orderId: string; fromLocationId: string | null; reason: string | null },
): Promise<void> =>
  publish(ctx, offerMade, {
    key: of.orderId,
    body: {
      ...of,
      hop: offer.hop,
      offerId: offer.offerId,
      locationId,
      storeId: locationId === inventory.WAREHOUSE ? null : locationId,
      store:
        locationId === inventory.WAREHOUSE
          ? null
          : { storeId: locationId, name, address: store?.address ?? '' },
      holdId: offer.holdId,
      startsAt: offer.startsAt,
      leaseUntil: offer.leaseUntil,
    },
  });

/** Joins the caller's transaction, in which the offer ended. */
export const tellEnd = (
  ctx: Ctx,
  { orderId, lines }: Pick<Assignment, 'orderId' | 'lines'>,
  offer: Pick<Offer, 'offerId' | 'hop' | 'locationId' | 'slotId' | 'reason' | 'skuIds'> & {
    how: 'rejected' | 'expired' | 'closed' | 'moved';
  },
): Promise<void> =>
  publish(ctx, offerEnded, {
    key: orderId,
    body: {
      orderId,
      offerId: offer.offerId,
      hop: offer.hop,
      locationId: offer.locationId,
      storeId: offer.locationId === inventory.WAREHOUSE ? null : offer.locationId,
      slotId: offer.slotId,
      how: offer.how,
      reason: offer.reason,
      skuIds: offer.skuIds.length > 0 ? offer.skuIds : lines.map(({ skuId }) => skuId),
    },
  });
