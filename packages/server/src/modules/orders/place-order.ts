import { randomInt } from 'node:crypto';
import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Came } from '@omni/shared/contracts/orders';
import { shanghai } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { seal } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { later, publish } from '../../kernel/outbox';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as inventory from '../inventory';
import * as staff from '../staff';
import * as stores from '../stores';
import { beginAttempt, endAttempt } from './attempt';
import { orderPlaced } from './events';
import { intentOf } from './intent.rules';
import type { Intent } from './intent.rules';
import { expireUnpaidOrder } from './jobs';
import { holdOf, newsOf } from './move-order';
import { findById, insertOrder } from './order.model';
import type { Order } from './order.model';
import { LEASE_GRACE_MS, PAY_WITHIN_MS } from './order.rules';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { draftOrder } from './quote-order';

type Input = Parsed<Contracts['orders.place']>;

const NUMBER_TRIES = 3;
const LOOK_AGAIN_MS = 50;
const LOOKS = 100;

/**
 * One order per intent: a repeated or doubled tap answers the order of the first. Stock is held under a lease before the order
 * exists (a counter that many want stays out of the transaction); a crash in between costs nothing but the lease's time.
 * Refuses: NOT_FOUND, PRODUCT_OFF_SHELF, STORE_CLOSED, OUT_OF_STOCK, COUPON_UNUSABLE, PRICE_CHANGED, ADDRESS_REQUIRED,
 * REQUEST_REUSED, BUSY (its twin is still at it).
 */
export async function placeOrder(ctx: Ctx, input: Input): Promise<OrderView> {
  const { customerId, origin } = await identity.requireMemberId(ctx);
  // The price the shopper saw guards the order but does not name it, nor does the link that led to it: after a lost answer the same wish may come at a new price.
  const { requestId, expectedPayableFen: _seen, came: _link, ...content } = input;
  const intent = intentOf(origin, requestId, content);
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const earlier = await findById(intent.orderId);
    if (earlier) return answerAgain(ctx, earlier, intent);
    const attempt = { ...intent, holdId: newId(), customerId, origin };
    if (await beginAttempt(ctx, attempt)) return placeNew(ctx, input, attempt);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new AppError('BUSY');
}

function answerAgain(ctx: Ctx, order: Order, intent: Intent): OrderView {
  if (order.contentHash !== intent.contentHash) throw new AppError('REQUEST_REUSED');
  return presentOrder(order, ctx.now);
}

type Attempt = Intent & { holdId: string; customerId: string; origin: string };

async function placeNew(ctx: Ctx, input: Input, attempt: Attempt): Promise<OrderView> {
  try {
    return presentOrder(await holdAndInsert(ctx, await draft(ctx, input, attempt)), ctx.now);
  } catch (error) {
    const winner = await findById(attempt.orderId);
    if (winner) return answerAgain(ctx, winner, attempt);
    await endAttempt(attempt);
    throw error;
  }
}

type Drafted = { order: Order; taken: coupons.TakenCoupon[] };

/** What coupons cost their campaigns is counted first, like the stock, and settled when it is clear whether the order exists. */
async function holdAndInsert(ctx: Ctx, { order, taken }: Drafted): Promise<Order> {
  const reserved = await coupons.reserveBudgets(ctx, taken);
  try {
    const made = await holdStockAndInsert(ctx, order, reserved);
    await coupons.keepBudgets(ctx, reserved);
    return made;
  } catch (error) {
    if (reserved.length > 0)
      await ((await isStored(order)) ? coupons.keepBudgets : coupons.dropBudgets)(ctx, reserved);
    throw error;
  }
}

const isStored = async ({ orderId, holdId }: Order): Promise<boolean> =>
  (await findById(orderId))?.holdId === holdId;

async function holdStockAndInsert(ctx: Ctx, order: Order, reserved: coupons.Reserved[]): Promise<Order> {
  const until = new Date(order.payBefore.getTime() + LEASE_GRACE_MS);
  await inventory.hold(ctx, { ...holdOf(order), until });
  try {
    return await insert(ctx, order, { until, reserved });
  } catch (error) {
    // A commit whose answer got lost has made the order after all: then the hold is its own.
    if (!(await isStored(order))) await inventory.releaseHold(ctx, holdOf(order));
    throw error;
  }
}

async function draft(ctx: Ctx, input: Input, attempt: Attempt): Promise<Drafted> {
  const store = input.storeId === undefined ? null : await requireOpenStore(ctx, input.storeId);
  if (input.fulfilment === 'delivery' && !input.address) throw new AppError('ADDRESS_REQUIRED');
  const { quote, taken } = await draftOrder(ctx, attempt.customerId, input);
  const address = store === null ? (input.address ?? null) : null;
  if (quote.payableFen !== input.expectedPayableFen)
    throw new AppError('PRICE_CHANGED', { payableFen: quote.payableFen });
  const order: Order = {
    ...attempt,
    orderNo: '',
    locationId: store?.storeId ?? inventory.WAREHOUSE,
    status: 'pending_payment',
    fulfilment: input.fulfilment,
    storeId: store?.storeId ?? null,
    store,
    lines: quote.lines.map((line) => ({ ...line, ...untouched })),
    goodsFen: quote.goodsFen,
    discountFen: quote.discountFen,
    freightFen: quote.freightFen,
    payableFen: quote.payableFen,
    coupons: taken.map(({ couponId, title }) => ({ couponId, title })),
    sealedAddress: address && seal('order address', JSON.stringify(address)),
    point: address?.point ?? null,
    remark: input.remark || null,
    came: await cameBy(ctx, input.came),
    placedAt: ctx.now,
    payBefore: new Date(ctx.now.getTime() + PAY_WITHIN_MS),
    ...nothingYet,
  };
  return { order, taken };
}

/** What a line starts with. */
export const untouched = { handedOver: false, removed: false, refundedQuantity: 0, refundedFen: 0 };
/** What an order starts with, wherever it was placed. */
export const nothingYet = {
  channel: 'mini_program',
  channelOrderId: null,
  routeHop: 0,
  moved: null,
  refundedFen: 0,
  refunds: [],
  tracking: null,
  paidAt: null,
  stockKeptAt: null,
  acceptedAt: null,
  readyAt: null,
  collectBefore: null,
  extendedAt: null,
  handedOverAt: null,
  shippedAt: null,
  completedAt: null,
  closedAt: null,
  closedReason: null,
  lateMoneyAt: null,
  needsAttention: null,
} as const;

/** A guide nobody knows is left out, and so is a link that says nothing. */
async function cameBy(ctx: Ctx, came: Came | undefined): Promise<Came | null> {
  const { guide, ...campaign } = came ?? {};
  const known = guide !== undefined && (await staff.findStaff(ctx, guide)) !== null;
  const told = { ...campaign, ...(known ? { guide } : {}) };
  return Object.values(told).some((mark) => mark !== undefined) ? told : null;
}

async function requireOpenStore(ctx: Ctx, storeId: string): Promise<NonNullable<Order['store']>> {
  const store = await stores.requireStore(ctx, storeId);
  if (!stores.isOpen(store, ctx.now)) throw new AppError('STORE_CLOSED');
  return { storeId: store.storeId, name: store.name, address: store.address };
}

/** Coupons, order, news and deadline together or not at all. A taken number is drawn anew; a taken id is somebody's order. */
type Holding = { until: Date; reserved: coupons.Reserved[] };

async function insert(ctx: Ctx, draftOf: Order, { until, reserved }: Holding): Promise<Order> {
  for (let tries = 1; ; tries += 1) {
    const order = { ...draftOf, orderNo: newOrderNo(ctx.now) };
    try {
      await inTransaction(async () => {
        for (const { couponId } of order.coupons) {
          const { customerId, orderId } = order;
          const spent = reserved.find((one) => one.couponId === couponId)?.spent;
          await coupons.hold(ctx, { couponId, customerId, orderId, until, spent });
        }
        await insertOrder(order);
        await publish(ctx, orderPlaced, newsOf(order));
        await later(ctx, expireUnpaidOrder, {
          key: order.orderId,
          body: { orderId: order.orderId },
          at: order.payBefore,
        });
      });
      return order;
    } catch (error) {
      const numberTaken = isDuplicateKey(error) && !(await findById(order.orderId));
      if (!numberTaken || tries === NUMBER_TRIES) throw error;
    }
  }
}

/** The day in Shanghai and ten digits of chance, so that a number tells nobody how much we sell. */
export const newOrderNo = (now: Date): string =>
  shanghai(now).date.replaceAll('-', '') + String(randomInt(10_000_000_000)).padStart(10, '0');
