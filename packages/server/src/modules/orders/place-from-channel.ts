import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Point } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import { seal } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { later, publish } from '../../kernel/outbox';
import * as catalog from '../catalog';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { beginAttempt, endAttempt } from './attempt';
import { agreedTotals } from './channel.rules';
import { orderHandedOver, orderPlaced } from './events';
import { intentOf } from './intent.rules';
import type { Intent } from './intent.rules';
import { beginWaitingOrder } from './jobs';
import { holdOf, newsOf } from './move-order';
import { findById, insertOrder } from './order.model';
import type { Order } from './order.model';
import { LEASE_GRACE_MS } from './order.rules';
import { newOrderNo, nothingYet, untouched } from './place-order';
import { beginChannelOrder } from './begin-channel-order';

export type ChannelLine = {
  skuId: string;
  quantity: number;
  /** What one piece cost there, before discounts of the whole order. */
  priceFen: number;
};
export type ChannelOrderInput = {
  channel: SalesChannel;
  channelOrderId: string;
  customerId: string;
  origin: string;
  lines: ChannelLine[];
  freightFen: number;
  /** Goods and freight less what was taken off there; never more than these. */
  paidFen: number;
  paidAt: Date;
  /** For delivery; null when the platform keeps it to itself. */
  address: { name: string; phone: string; region: string; street: string } | null;
  point: Point | null;
  /** Where it is collected, or was sold; null for delivery. */
  storeId: string | null;
  /** Nobody works on the order before then (or `beginChannelOrder`, or `turnIntoPickup`). */
  waitUntil?: Date;
  /** A receipt of a till: the goods are gone already. */
  handedOver?: boolean;
};

const LOOK_AGAIN_MS = 50;
const LOOKS = 100;
const NUMBER_TRIES = 3;
const SHORT_RECEIPT = '收银小票的商品在系统里库存不足，请盘点';

/**
 * An order that was placed and paid elsewhere becomes one of ours, once per channel and number there: stock held, then the way
 * of every paid order. Money of it goes back there too (`channelRefundAsked`). A receipt is a fact: it is taken even when the
 * books have no such goods, and somebody is asked to count.
 * Refuses: NOT_FOUND (SKU, store), PRODUCT_OFF_SHELF, OUT_OF_STOCK, INVALID_INPUT (more paid than it cost), REQUEST_REUSED (the
 * same number with other goods or another price), BUSY (its twin is still at it).
 */
export async function placeFromChannel(ctx: Ctx, input: ChannelOrderInput): Promise<Order> {
  const { channel, channelOrderId, lines, paidFen, storeId } = input;
  const number = Buffer.from(channelOrderId).toString('hex');
  const intent = intentOf(`channel:${channel}`, number, { lines, paidFen, storeId });
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const earlier = await findById(intent.orderId);
    if (earlier) return again(earlier, intent);
    const attempt = { ...intent, holdId: newId() };
    if (await beginAttempt(ctx, attempt)) return placeNew(ctx, input, attempt);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new AppError('BUSY');
}

function again(order: Order, intent: Intent): Order {
  if (order.contentHash !== intent.contentHash) throw new AppError('REQUEST_REUSED');
  return order;
}

type Attempt = Intent & { holdId: string };

async function placeNew(ctx: Ctx, input: ChannelOrderInput, attempt: Attempt): Promise<Order> {
  try {
    const order = await draft(ctx, input, attempt);
    const held = await holdUnlessGone(ctx, order);
    const placed = await holding(ctx, order, () => insert(ctx, { ...order, ...held }));
    if (input.handedOver) return placed;
    await inventory.keepHold(ctx, holdOf(placed));
    return input.waitUntil ? placed : await beginChannelOrder(ctx, placed.orderId);
  } catch (error) {
    const winner = await findById(attempt.orderId);
    if (winner) return again(winner, attempt);
    await endAttempt(attempt);
    throw error;
  }
}

/** Stock for the order; for a receipt whose goods the books do not have, a count instead. */
async function holdUnlessGone(ctx: Ctx, order: Order): Promise<Pick<Order, 'needsAttention'>> {
  const until = new Date(order.payBefore.getTime() + LEASE_GRACE_MS);
  try {
    await inventory.hold(ctx, { ...holdOf(order), until, channel: order.channel });
  } catch (error) {
    const isShort = error instanceof AppError && error.code === 'OUT_OF_STOCK';
    if (!isShort || order.status !== 'handed_over') throw error;
    for (const { skuId } of holdOf(order).lines)
      await inventory.askForCount(ctx, { locationId: order.locationId, skuId, why: 'not_found' });
    return { needsAttention: SHORT_RECEIPT };
  }
  return { needsAttention: null };
}

async function holding(ctx: Ctx, order: Order, act: () => Promise<Order>): Promise<Order> {
  try {
    return await act();
  } catch (error) {
    const stored = await findById(order.orderId);
    if (stored?.holdId !== order.holdId) await inventory.releaseHold(ctx, holdOf(order));
    throw error;
  }
}

async function draft(ctx: Ctx, input: ChannelOrderInput, attempt: Attempt): Promise<Order> {
  const { channel, channelOrderId, customerId, origin, storeId, address, point, paidAt } = input;
  const found = storeId === null ? null : await stores.requireStore(ctx, storeId);
  const goods = await catalog.priceLines(ctx, input.lines, channel);
  const totals = agreedTotals(input);
  if (!totals) throw new AppError('INVALID_INPUT', { problem: '实付金额大于商品与运费之和' });
  const isGone = input.handedOver === true;
  const lines = goods.map(({ categoryId: _categoryId, ...line }, i) => ({
    ...line,
    ...untouched,
    lineNo: i + 1,
    priceFen: input.lines[i]?.priceFen ?? line.priceFen,
    discountFen: totals.lineDiscountsFen[i] ?? 0,
    isGift: false,
    handedOver: isGone,
  }));
  return {
    ...attempt,
    came: null,
    ...nothingYet,
    orderNo: '',
    customerId,
    origin,
    channel,
    channelOrderId,
    locationId: storeId ?? inventory.WAREHOUSE,
    status: isGone ? 'handed_over' : 'paid',
    fulfilment: storeId === null ? 'delivery' : 'pickup',
    storeId,
    store: found && { storeId: found.storeId, name: found.name, address: found.address },
    lines,
    goodsFen: totals.goodsFen,
    discountFen: totals.discountFen,
    freightFen: input.freightFen,
    payableFen: input.paidFen,
    coupons: [],
    sealedAddress: address && storeId === null ? seal('order address', JSON.stringify(address)) : null,
    point: storeId === null ? point : null,
    remark: null,
    placedAt: ctx.now,
    payBefore: input.waitUntil ?? ctx.now,
    paidAt,
    ...(isGone ? { stockKeptAt: ctx.now, handedOverAt: paidAt } : {}),
  };
}

/** Order, news and the end of its waiting together or not at all. A taken number is drawn anew. */
async function insert(ctx: Ctx, draftOf: Order): Promise<Order> {
  for (let tries = 1; ; tries += 1) {
    const order = { ...draftOf, orderNo: newOrderNo(ctx.now) };
    const { orderId } = order;
    try {
      await inTransaction(async () => {
        await insertOrder(order);
        if (order.status === 'handed_over') return publish(ctx, orderHandedOver, newsOf(order));
        await publish(ctx, orderPlaced, newsOf(order));
        await later(ctx, beginWaitingOrder, { key: orderId, body: { orderId }, at: order.payBefore });
      });
      return order;
    } catch (error) {
      const numberTaken = isDuplicateKey(error) && !(await findById(orderId));
      if (!numberTaken || tries === NUMBER_TRIES) throw error;
    }
  }
}
