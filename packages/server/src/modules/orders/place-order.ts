import { randomInt } from 'node:crypto';
import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
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
import * as stores from '../stores';
import { beginAttempt, endAttempt } from './attempt.model';
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
  const { customerId } = await identity.requireMember(ctx);
  // The price the shopper saw guards the order but does not name it: after a lost answer the same wish may come at a new price.
  const { requestId, expectedPayableFen: _seen, ...content } = input;
  const intent = intentOf(customerId, requestId, content);
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const earlier = await findById(intent.orderId);
    if (earlier) return answerAgain(ctx, earlier, intent);
    const attempt = { ...intent, holdId: newId(), customerId };
    if (await beginAttempt(attempt, ctx.now)) return placeNew(ctx, input, attempt);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new AppError('BUSY');
}

function answerAgain(ctx: Ctx, order: Order, intent: Intent): OrderView {
  if (order.contentHash !== intent.contentHash) throw new AppError('REQUEST_REUSED');
  return presentOrder(order, ctx.now);
}

type Attempt = Intent & { holdId: string; customerId: string };

async function placeNew(ctx: Ctx, input: Input, attempt: Attempt): Promise<OrderView> {
  try {
    const order = await draft(ctx, input, attempt);
    return presentOrder(await holdAndInsert(ctx, order), ctx.now);
  } catch (error) {
    const winner = await findById(attempt.orderId);
    if (winner) return answerAgain(ctx, winner, attempt);
    await endAttempt(attempt);
    throw error;
  }
}

async function holdAndInsert(ctx: Ctx, order: Order): Promise<Order> {
  const until = new Date(order.payBefore.getTime() + LEASE_GRACE_MS);
  await inventory.hold(ctx, { ...holdOf(order), until });
  try {
    return await insert(ctx, order, until);
  } catch (error) {
    // A commit whose answer got lost has made the order after all: then the hold is its own.
    const stored = await findById(order.orderId);
    if (stored?.holdId !== order.holdId) await inventory.releaseHold(ctx, holdOf(order));
    throw error;
  }
}

async function draft(ctx: Ctx, input: Input, attempt: Attempt): Promise<Order> {
  const store = input.storeId === undefined ? null : await requireOpenStore(ctx, input.storeId);
  if (input.fulfilment === 'delivery' && !input.address) throw new AppError('ADDRESS_REQUIRED');
  const quote = await draftOrder(ctx, attempt.customerId, input);
  if (quote.payableFen !== input.expectedPayableFen)
    throw new AppError('PRICE_CHANGED', { payableFen: quote.payableFen });
  return {
    ...attempt,
    orderNo: '',
    locationId: store?.storeId ?? inventory.WAREHOUSE,
    status: 'pending_payment',
    fulfilment: input.fulfilment,
    storeId: store?.storeId ?? null,
    store,
    lines: quote.lines,
    goodsFen: quote.goodsFen,
    discountFen: quote.discountFen,
    freightFen: quote.freightFen,
    payableFen: quote.payableFen,
    coupon: quote.coupon && { couponId: quote.coupon.couponId, title: quote.coupon.title },
    sealedAddress:
      input.address && store === null ? seal('order address', JSON.stringify(input.address)) : null,
    remark: input.remark || null,
    placedAt: ctx.now,
    payBefore: new Date(ctx.now.getTime() + PAY_WITHIN_MS),
    ...nothingYet,
  };
}

const nothingYet = {
  paidAt: null,
  stockKeptAt: null,
  acceptedAt: null,
  readyAt: null,
  handedOverAt: null,
  closedAt: null,
  closedReason: null,
  lateMoneyAt: null,
  needsAttention: null,
};

async function requireOpenStore(ctx: Ctx, storeId: string): Promise<NonNullable<Order['store']>> {
  const store = await stores.requireStore(ctx, storeId);
  if (!stores.isOpen(store, ctx.now)) throw new AppError('STORE_CLOSED');
  return { storeId: store.storeId, name: store.name, address: store.address };
}

/** Coupon, order, news and deadline together or not at all. A taken number is drawn anew; a taken id is somebody's order. */
async function insert(ctx: Ctx, draftOf: Order, until: Date): Promise<Order> {
  for (let tries = 1; ; tries += 1) {
    const order = { ...draftOf, orderNo: newOrderNo(ctx.now) };
    try {
      await inTransaction(async () => {
        if (order.coupon) {
          const { customerId, orderId, coupon } = order;
          await coupons.hold(ctx, { couponId: coupon.couponId, customerId, orderId, until });
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
const newOrderNo = (now: Date): string =>
  shanghai(now).date.replaceAll('-', '') + String(randomInt(10_000_000_000)).padStart(10, '0');
