import { maskPhone } from '@omni/shared/phone';
import type { Ctx } from '../../kernel/context';
import { AT_ONCE, SALE_KEPT_YEARS, effect, yearsAfter } from '../../kernel/personal-data';
import type { Effect, Kept, Leaving, Section, Unfinished } from '../../kernel/personal-data';
import * as identity from '../identity';
import * as payments from '../payments';
import { findById } from './order.model';
import type { Order } from './order.model';
import { statusText } from './order.rules';
import type { OrderStatus } from './order.rules';
import {
  blankOrders,
  deleteErased,
  eachOf,
  forgetIntents,
  idsOfTheirs,
  listErased,
  listOpenOf,
  listTheirs,
} from './personal.model';
import { openAddress } from './ship-order';
import type { Address } from './ship-order';

/** Money for an order that was never paid may still turn up, on the bill of the month at the latest. */
const LATE_MONEY_DAYS = 30;
const DAY_MS = 24 * 3600_000;
const UNFINISHED: readonly OrderStatus[] = [
  'pending_payment',
  'paid',
  'accepted',
  'ready',
  'shipped',
  'refunding',
];
const MOST_TOLD = 20;

/** Orders that have to end before their buyer can leave, and money on its way. */
export async function unfinishedOf(ctx: Ctx, leaving: Leaving): Promise<Unfinished[]> {
  const open = (await listOpenOf(leaving, UNFINISHED, MOST_TOLD)).map((order): Unfinished => ({
    kind: 'order',
    number: order.orderNo,
    orderId: order._id,
    text: UNFINISHED.includes(order.status) ? statusText(order) : '退款中',
  }));
  const unsettled = await payments.unsettledOf(ctx, await orderIdsOfLeaving(ctx, leaving));
  const told = new Set(open.map(({ orderId }) => orderId));
  for (const orderId of unsettled.filter((id) => !told.has(id))) {
    const order = await findById(orderId);
    if (order) open.push({ kind: 'payment', number: order.orderNo, orderId, text: '款项处理中' });
  }
  return open;
}

/**
 * What was sold stays, as a sale to nobody: who bought it, where it went and what they wrote is gone, and with it every way to find it
 * by them. Joins the caller's transaction.
 */
export async function eraseOf(ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const orders = await listTheirs(leaving, AT_ONCE);
  const ids = orders.map(({ _id }) => _id);
  if (ids.length === 0) return [];
  const nobody = { customerId: leaving.as, origin: leaving.as };
  await blankOrders(ids, { ...nobody, sealedAddress: null, point: null, remark: null, came: null });
  await forgetIntents(ids, 'erased');
  return effect('orders', { kept: ids.length, keeps: orders.map((order) => keptFor(ctx, order)) });
}

function keptFor(ctx: Ctx, order: Awaited<ReturnType<typeof listTheirs>>[number]): Kept {
  const wasPaid = order.paidAt !== null || order.lateMoneyAt !== null;
  const ended = lastOf(ctx, order);
  return {
    kind: 'order',
    id: order._id,
    because: wasPaid ? 'transaction' : 'late_money',
    until: wasPaid
      ? yearsAfter(ended, SALE_KEPT_YEARS)
      : new Date(ended.getTime() + LATE_MONEY_DAYS * DAY_MS),
  };
}

/** When the transaction was over: with the last thing that happened to it. */
function lastOf(ctx: Ctx, order: Omit<Order, 'orderId'>): Date {
  const { completedAt, handedOverAt, shippedAt, closedAt, lateMoneyAt, paidAt, refunds = [] } = order;
  const times = [completedAt, handedOverAt, shippedAt, closedAt, lateMoneyAt, paidAt];
  const all = [...times, ...refunds.map(({ doneAt }) => doneAt)].flatMap((at) => at?.getTime() ?? []);
  return all.length === 0 ? ctx.now : new Date(Math.max(...all));
}

/** As things are now: money that came late, or went back since, makes a sale of it, or a later one. */
export async function stillKept(ctx: Ctx, orderIds: string[]): Promise<Kept[]> {
  return (await listErased(orderIds))
    .map((order) => keptFor(ctx, order))
    .filter(({ until }) => until > ctx.now);
}

/** Kept orders whose time is over. Joins the caller's transaction. */
export const forgetKept = async (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

/** The customer's orders and what was paid and given back for them. A receiver who is not they themselves is somebody else. */
export const exportOf = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'orders', title: '订单', rows: () => orderRows(ctx, customerId) },
  { name: 'payments', title: '支付与退款', rows: () => paymentRows(ctx, customerId) },
];

/** Those of somebody who leaves that do not say so yet. */
export const orderIdsOfLeaving = (_ctx: Ctx, leaving: Leaving): Promise<string[]> => idsOfTheirs(leaving);

/** For those who keep something of each order. */
export async function* orderIdsOf(_ctx: Ctx, customerId: string): AsyncGenerator<string> {
  for await (const { _id } of eachOf(customerId)) yield _id;
}

async function* paymentRows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const { _id } of eachOf(customerId)) yield* payments.exportOf(ctx, _id);
}

async function* orderRows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  const phones = await identity.phonesOf(ctx, customerId);
  for await (const order of eachOf(customerId)) {
    const { _id: orderId, contentHash: _hash, holdId: _hold, sealedAddress, point, came, ...facts } = order;
    const address = sealedAddress === null ? null : await openAddress(ctx, orderId);
    const isOwn = address !== null && phones.includes(address.phone);
    yield {
      orderId,
      ...without(facts, ['customerId', 'origin', 'locationId', 'routeHop', 'needsAttention']),
      // Which colleague sent the link is theirs.
      came: came ? without(came, ['guide']) : null,
      statusText: statusText(order),
      receiver: address && (isOwn ? { ...address, point } : masked(address)),
    };
  }
}

const without = (row: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const masked = ({ name, phone, region }: Address): Record<string, string> => ({
  name: `${[...name][0] ?? ''}**`,
  phone: maskPhone(phone),
  region,
  note: '收货人不是本人的号码，已隐去部分信息',
});
