import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as identity from '../identity';
import * as inventory from '../inventory';
import * as members from '../members';
import * as orders from '../orders';
import * as stores from '../stores';
import { findKey } from './api-key.model';
import { findByOrderId, moveChannelOrder, saveChannelOrder } from './channel-order.model';
import { OrderParams } from './open-api.schema';
import type {
  Cancel,
  CardHolder,
  CardShown,
  NewOrder,
  OpenOrder,
  Stock,
  StockAnswer,
  StockChange,
  StockQuery,
} from './open-api.schema';

type OpenClient = { keyId: string };
type OpenCall<Q, B> = {
  client: OpenClient;
  params: Record<string, string>;
  query: Q;
  body: B;
  /** The same for every repetition of a call. */
  callId: string;
};
type OrderAnswer = z.output<typeof OpenOrder>;
type New = z.output<typeof NewOrder>;

const AHEAD_MS = 5 * 60_000;
const sourceOf = ({ keyId }: OpenClient): string => `key:${keyId}`;

/** A key may be good for some stores only. Refuses: NOT_FOUND (no such store, or not one of its). */
async function requireStoreOf(ctx: Ctx, client: OpenClient, storeId: string): Promise<void> {
  const allowed = (await findKey(client.keyId))?.storeIds ?? null;
  if (allowed && !allowed.includes(storeId)) throw new AppError('NOT_FOUND');
  if (storeId !== inventory.WAREHOUSE) await stores.requireStore(ctx, storeId);
}

/** The order becomes ours, once per `externalId` of a key. Refuses as `orders.placeFromChannel`, and NOT_FOUND (store). */
export async function placeOrder(ctx: Ctx, { client, body }: OpenCall<unknown, New>): Promise<OrderAnswer> {
  const { externalId, channel, lines, freightFen, paidFen, fulfilment } = body;
  const paidAt = new Date(body.paidAt);
  if (paidAt.getTime() > ctx.now.getTime() + AHEAD_MS)
    throw new AppError('INVALID_INPUT', { problem: 'paidAt 在将来' });
  const storeId = fulfilment.kind === 'delivery' ? null : fulfilment.storeId;
  await requireStoreOf(ctx, client, storeId ?? inventory.WAREHOUSE);
  const order = await orders.placeFromChannel(ctx, {
    channel,
    channelOrderId: `${client.keyId}:${externalId}`,
    ...(await buyerOf(ctx, client, body)),
    lines,
    freightFen,
    paidFen,
    paidAt,
    storeId,
    address: fulfilment.kind === 'delivery' ? fulfilment.address : null,
    point: (fulfilment.kind === 'delivery' ? fulfilment.point : null) ?? null,
    handedOver: fulfilment.kind === 'receipt',
  });
  await saveChannelOrder({
    source: sourceOf(client),
    foreignId: externalId,
    channel,
    buyerId: null,
    state: 'placed',
    reason: null,
    orderId: order.orderId,
    paidFen,
    priceDifferenceFen: 0,
    missing: [],
    moneyIsBack: false,
    seenAt: ctx.now,
  });
  return present(order, externalId);
}

/**
 * Everything the till or system says of the buyer, together: its own name for them, their card, the number they said. A phone that
 * somebody typed is a hint: the order goes to whoever has that number for sure, and makes nobody one with anybody.
 */
function buyerOf(ctx: Ctx, client: OpenClient, body: New): Promise<identity.Owner> {
  const { externalId, channel } = body;
  const { id, cardNo, memberPhone, phoneVerified = false } = body.buyer;
  const shown: identity.Shown[] = [];
  if (cardNo !== undefined) shown.push({ type: 'pos_card', value: cardNo });
  if (id !== undefined) shown.push({ type: 'channel_buyer', value: `${client.keyId}:${id}` });
  if (memberPhone !== undefined) shown.push({ type: 'phone', value: memberPhone, verified: phoneVerified });
  const nobody = { type: 'channel_buyer' as const, value: `${client.keyId}:order:${externalId}` };
  const [first = nobody, ...more] = shown;
  return identity.noteSighting(ctx, {
    source: `channel.${channel}`,
    ref: `${client.keyId}/${externalId}`,
    at: new Date(body.paidAt),
    shown: [first, ...more],
  });
}

type Own = { order: orders.Order; externalId: string };

/** Refuses: NOT_FOUND, also for an order of another key. */
async function requireOwn(ctx: Ctx, client: OpenClient, params: Record<string, string>): Promise<Own> {
  const { data } = OrderParams.safeParse(params);
  const row = data && (await findByOrderId(data.id));
  const order = data && (await orders.findOrder(ctx, data.id));
  if (!order || row?.source !== sourceOf(client)) throw new AppError('NOT_FOUND');
  return { order, externalId: row.foreignId };
}

export async function getOrder(
  ctx: Ctx,
  { client, params }: OpenCall<unknown, unknown>,
): Promise<OrderAnswer> {
  const { order, externalId } = await requireOwn(ctx, client, params);
  return present(order, externalId);
}

/**
 * The order ends and its goods are free again. Its money is the caller's to give back: cancelling says that it does so. Also
 * confirms a refund that was begun here. Refuses: NOT_FOUND, ORDER_NOT_CANCELLABLE (goods have left, or other state).
 */
export async function cancelOrder(
  ctx: Ctx,
  { client, params, body }: OpenCall<unknown, z.output<typeof Cancel>>,
): Promise<OrderAnswer> {
  const { order, externalId } = await requireOwn(ctx, client, params);
  const { orderId } = order;
  await moveChannelOrder({ source: sourceOf(client), foreignId: externalId }, ['placed'], {
    moneyIsBack: true,
  });
  await orders.startRefund(ctx, orderId, body.reason);
  const now = await requireOwn(ctx, client, params);
  if (now.order.status !== 'refunding' && now.order.status !== 'refunded')
    throw new AppError('ORDER_NOT_CANCELLABLE');
  for (const { key, doneAt } of now.order.refunds)
    if (doneAt === null) await orders.settleChannelRefund(ctx, { orderId, key });
  return present((await requireOwn(ctx, client, params)).order, externalId);
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const present = (order: orders.Order, externalId: string): OrderAnswer => ({
  orderId: order.orderId,
  orderNo: order.orderNo,
  externalId,
  status: order.status,
  statusText: orders.statusText(order),
  fulfilment: order.fulfilment,
  storeId: order.storeId,
  lines: order.lines.map(({ lineNo, skuId, quantity, priceFen, discountFen, isGift, refundedQuantity }) => ({
    lineNo,
    skuId,
    quantity,
    priceFen,
    discountFen,
    isGift,
    refundedQuantity,
  })),
  freightFen: order.freightFen,
  paidFen: order.payableFen,
  refundedFen: order.refundedFen,
  tracking: order.tracking,
  placedAt: order.placedAt.toISOString(),
  handedOverAt: iso(order.handedOverAt),
  needsAttention: order.needsAttention,
});

/** What the open API can sell now; 0 of a SKU nobody knows. Refuses: NOT_FOUND (store). */
export async function getStock(
  ctx: Ctx,
  { client, query }: OpenCall<z.output<typeof StockQuery>, unknown>,
): Promise<z.output<typeof Stock>> {
  const { storeId } = query;
  await requireStoreOf(ctx, client, storeId);
  const skuIds = [...new Set(query.skuIds.split(','))];
  const found = (await inventory.availableAt(ctx, [storeId], skuIds, 'open_api')).get(storeId);
  return { storeId, items: skuIds.map((skuId) => ({ skuId, available: found?.get(skuId) ?? 0 })) };
}

/** Refuses: NOT_FOUND (store, SKU), STOCK_TOO_FEW (pieces promised to orders are not taken away), INVALID_INPUT. */
export async function changeStock(
  ctx: Ctx,
  { client, body, callId }: OpenCall<unknown, z.output<typeof StockChange>>,
): Promise<z.output<typeof StockAnswer>> {
  const by = `api:${client.keyId}`;
  if (body.kind === 'adjust') {
    const { kind: _kind, note, ...change } = body;
    await requireStoreOf(ctx, client, body.storeId);
    if (change.quantity === 0 || (change.quantity < 0 && change.reason !== 'correction'))
      throw new AppError('INVALID_INPUT', { problem: '数量须大于 0；只有更正可以为负' });
    const wish = { ...change, requestId: callId, ...(note === undefined ? {} : { note }) };
    const { skuId, onHand, held, available } = await inventory.adjustAs(ctx, wish, by);
    return { kind: 'adjust', skuId, onHand, held, available };
  }
  for (const storeId of new Set(body.rows.map((row) => row.storeId)))
    await requireStoreOf(ctx, client, storeId);
  const rows = body.rows.map(({ storeId, ...row }, i) => ({ ...row, locationId: storeId, row: i + 1 }));
  const asOf = body.asOf === undefined ? null : new Date(body.asOf);
  const { report } = await inventory.importPart(ctx, {
    importId: callId,
    part: 0,
    rows,
    asOf,
    dryRun: false,
    by,
  });
  return { kind: 'set', report };
}

/**
 * Who shows their member card at a till; that they were there is noted once. Refuses: NOT_FOUND (store), TOO_MANY_TRIES and every refusal
 * of the code.
 */
export async function resolveMember(
  ctx: Ctx,
  { client, body }: OpenCall<unknown, z.output<typeof CardShown>>,
): Promise<z.output<typeof CardHolder>> {
  const { storeId, tillNo, code } = body;
  if (storeId === inventory.WAREHOUSE) throw new AppError('NOT_FOUND');
  await requireStoreOf(ctx, client, storeId);
  const reader = { till: `key:${client.keyId}/${storeId}/${tillNo}`, storeId };
  const { memberNo, displayName, coupons } = await members.resolveCode(ctx, code, reader);
  return { memberNo, displayName, storeId, coupons };
}
