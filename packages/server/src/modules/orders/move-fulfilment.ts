import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as routing from '../routing';
import { orderMoved } from './events';
import { bySku, newsOf, requireOrder } from './move-order';
import { setFacts } from './order.model';
import type { Only, Order } from './order.model';
import { startRefund } from './refund-order';

type Place = Pick<Order, 'storeId' | 'store' | 'locationId' | 'holdId' | 'routeHop' | 'moved'>;

const UNSERVED_REASON = '门店无法履约，已为您退款';
const WAREHOUSE_NAME = '总仓';

export type Offer = {
  orderId: string;
  hop: number;
  locationId: string;
  store: Order['store'];
  /** The goods are held under this id at `locationId`. */
  holdId: string;
  /** For people; null when nobody gave one. */
  reason: string | null;
};

/**
 * Routing found another place for the order and holds the goods there: they become the order's own. Late or doubled news
 * change nothing; the goods of an order that is over go back, and goods whose lease ran out meanwhile are looked for again.
 */
export async function followOffer(ctx: Ctx, offer: Offer): Promise<void> {
  if (offer.hop === 0) return;
  const order = await requireOrder(offer.orderId);
  if (order.routeHop >= offer.hop) return;
  const hold = newHoldOf(order, offer);
  const { kept } = await inventory.keepHold(ctx, hold);
  if (!kept) return refuseOffer(ctx, offer);
  if (await giveToPlace(ctx, order, offer)) return;
  const now = await requireOrder(offer.orderId);
  if (now.holdId === offer.holdId) return;
  log.info(
    { traceId: ctx.traceId, orderId: now.orderId, status: now.status },
    'an offer for an order that is over',
  );
  await inventory.releaseHold(ctx, hold);
  await routing.progress(ctx, now.orderId, 'closed');
}

/** All lines as routing held them, those that were taken off the order since included. */
const newHoldOf = (order: Order, { holdId, locationId }: Pick<Offer, 'holdId' | 'locationId'>) => ({
  holdId,
  locationId,
  lines: bySku(order.lines),
});

async function refuseOffer(ctx: Ctx, { orderId, locationId }: Offer): Promise<void> {
  await routing
    .reject(ctx, { orderId, locationId, reason: 'OTHER', note: '预留已过期' })
    .catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'ORDER_STATE_CONFLICT') throw error;
    });
}

const giveToPlace = (ctx: Ctx, order: Order, offer: Offer): Promise<boolean> =>
  inTransaction(async () => {
    if (!(await giveTo(order.orderId, placeOf(ctx, order, offer)))) return false;
    await tellMoved(ctx, order, offer.reason);
    return true;
  });

const placeOf = (ctx: Ctx, order: Order, offer: Offer): Place => ({
  storeId: offer.store?.storeId ?? null,
  store: offer.store,
  locationId: offer.locationId,
  holdId: offer.holdId,
  routeHop: offer.hop,
  moved: { fromName: nameOf(order), reason: offer.reason ?? '门店无法接单', at: ctx.now },
});

const nameOf = ({ store }: Pick<Order, 'store'>): string => store?.name ?? WAREHOUSE_NAME;

async function tellMoved(ctx: Ctx, before: Order, reason: string | null): Promise<void> {
  const now = await requireOrder(before.orderId);
  const news = newsOf(now);
  const from = { locationId: before.locationId, holdId: before.holdId, name: nameOf(before) };
  const body = { ...news.body, hop: now.routeHop, from, reason: reason ?? '' };
  await publish(ctx, orderMoved, { ...news, body });
}

/**
 * A store takes the order over because the shopper stands at its counter; the goods are already its own promise, for good.
 * Packed stays packed. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT (moved, ended or partly collected).
 */
export const takeOver = (ctx: Ctx, order: Order, offer: Offer): Promise<void> =>
  inTransaction(async () => {
    if (!(await takeTo(order, placeOf(ctx, order, offer)))) throw new AppError('ORDER_STATE_CONFLICT');
    await tellMoved(ctx, order, offer.reason);
  });

type From = { orderId: string; from: { locationId: string; holdId: string } };

/** The place the order came from has its goods back. What was taken off the order is not wanted where it went either. */
export async function freeFormerHold(ctx: Ctx, { orderId, from }: From): Promise<void> {
  const order = await requireOrder(orderId);
  await inventory.releaseHold(ctx, newHoldOf(order, from));
  const removed = bySku(order.lines.filter((line) => line.removed));
  if (removed.length === 0) return;
  const { holdId, locationId } = order;
  await inventory.releaseHold(ctx, { holdId, locationId, lines: removed });
}

/** No place can serve the order: people look at it. */
export async function flagStuck(
  _ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<void> {
  const needsAttention = `没有门店能履约：${reason}`;
  await setFacts(orderId, { status: { $in: ['paid', 'accepted'] } }, { needsAttention });
}

/** People gave up: the money goes back. A place they found comes as an offer. */
export async function endStuck(
  ctx: Ctx,
  news: { orderId: string; action: 'assign' | 'refund' },
): Promise<void> {
  if (news.action === 'refund') await startRefund(ctx, news.orderId, UNSERVED_REASON);
}

/** Asked anew at its first step: the one way back in an order's life. Only forward in hops, and only while nobody packed it. */
const giveTo = (orderId: string, place: Place): Promise<boolean> => {
  const only: Only = { status: { $in: ['paid', 'accepted'] }, routeHop: { $not: { $gte: place.routeHop } } };
  return setFacts(orderId, only, { ...place, status: 'paid', acceptedAt: null, needsAttention: null });
};

/** Taken on at once, as far as it has come. */
function takeTo({ orderId, status, routeHop, locationId }: Order, place: Place): Promise<boolean> {
  const here: Only = { status, locationId, routeHop: { $not: { $gt: routeHop } } };
  const only: Only = { ...here, 'lines.handedOver': { $ne: true } };
  const to = status === 'ready' ? 'ready' : 'accepted';
  return setFacts(orderId, only, { ...place, status: to, needsAttention: null });
}
