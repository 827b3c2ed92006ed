import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as payments from '../payments';
import { orderHandedOver, orderLinesRemoved } from './events';
import { askMoneyBack, asSeen, giveEverythingBack, refundOf } from './give-money-back';
import { bySku, newsOf, requireOrder } from './move-order';
import { eachRefunded, moveTo, setFacts } from './order.model';
import type { Order } from './order.model';
import {
  MOST_REFUNDS,
  afterRefund,
  emptiesOrder,
  endsCollection,
  freightLeft,
  hasLeft,
  priceRefund,
  refundErrors,
} from './refund.rules';
import type { OrderRefund, RefundedLine, Wanted } from './refund.rules';

export type LineRefund = {
  orderId: string;
  /** Names this refund for good: asked for again it is the same. */
  key: string;
  /** Without `refundFen` a line gives back what its pieces cost, to the fen. */
  lines: Wanted[];
  freightFen?: number;
  /** For the shopper's bill at WeChat Pay; at most 80 bytes. */
  reason: string;
};

/**
 * Gives the money of some pieces back: one conditional update of the order, and the wish at WeChat Pay (or the channel), or
 * neither. Pieces that were not handed over are taken off the order, and their stock goes back; when nothing that was bought is
 * left, this is the refund of the whole order. Joins the caller's transaction.
 * Refuses: NOT_FOUND, ORDER_NOT_REFUNDABLE (more than was paid or is left, part of a line that is not handed over, too many refunds).
 */
export const recordLineRefund = (ctx: Ctx, input: LineRefund): Promise<OrderRefund> =>
  inTransaction(async () => {
    const order = await requireOrder(input.orderId);
    const earlier = order.refunds.find(({ key }) => key === input.key);
    if (earlier) return earlier;
    const { freightFen = 0 } = input;
    const priced = priceRefund(order, input.lines);
    const isTooMuch = freightFen < 0 || freightFen > freightLeft(order);
    const isNothing = priced?.length === 0 && freightFen === 0;
    if (!priced || isTooMuch || isNothing || order.refunds.length >= MOST_REFUNDS)
      throw new AppError('ORDER_NOT_REFUNDABLE');
    if (priced.length > 0 && emptiesOrder(order, priced)) return giveAll(ctx, order, input);
    return giveSome(ctx, order, { ...input, freightFen, lines: priced });
  });

async function giveAll(ctx: Ctx, order: Order, { key, reason }: LineRefund): Promise<OrderRefund> {
  const refund = await giveEverythingBack(ctx, order, { key, reason });
  if (!refund) throw new AppError('ORDER_NOT_REFUNDABLE');
  return refund;
}

type Priced = LineRefund & { lines: RefundedLine[]; freightFen: number };

async function giveSome(ctx: Ctx, order: Order, input: Priced): Promise<OrderRefund> {
  const ends = endsCollection(order, input.lines);
  const lines = ends ? [...input.lines, ...samplesHere(order)] : input.lines;
  const removed = order.lines.filter(
    (line) => !hasLeft(order, line) && lines.some(({ lineNo }) => lineNo === line.lineNo),
  );
  // Stock that is just being kept is named whole; in that moment nothing can be taken off.
  if (removed.length > 0 && order.stockKeptAt === null) throw new AppError('ORDER_NOT_REFUNDABLE');
  const refund = refundOf(ctx, { ...input, lines });
  const only = asSeen(order);
  const set = afterRefund(order, refund, true);
  const { orderId } = order;
  const done = ends
    ? await moveTo({ orderId, to: 'handed_over', only, set: { ...set, handedOverAt: ctx.now } })
    : await setFacts(orderId, only, set);
  if (!done) throw new AppError('ORDER_NOT_REFUNDABLE');
  await askMoneyBack(ctx, order, { refund, reason: input.reason });
  if (removed.length > 0) {
    const news = newsOf(order);
    const lineNos = removed.map(({ lineNo }) => lineNo);
    await publish(ctx, orderLinesRemoved, { ...news, body: { ...news.body, lineNos } });
  }
  if (ends) await publish(ctx, orderHandedOver, newsOf(order));
  return refund;
}

/** Samples that wait for goods nobody collects any more. */
const samplesHere = (order: Order): RefundedLine[] =>
  order.lines
    .filter((line) => line.isGift && !line.handedOver && !line.removed)
    .map(({ lineNo, quantity }) => ({ lineNo, quantity, refundFen: 0 }));

/** Goods taken off the order can be sold again, wherever the order's goods are held by now. */
export async function releaseRemoved(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  const { holdId, locationId, lines } = await requireOrder(orderId);
  const removed = bySku(lines.filter((line) => line.removed));
  if (removed.length > 0) await inventory.releaseHold(ctx, { holdId, locationId, lines: removed });
}

/** Every order whose refunds do not add up, or differ from what payments was asked for; empty when all is right. */
export async function refundIntegrityErrors(ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  for await (const order of eachRefunded()) {
    const wrong = [...refundErrors(order), ...(await differencesToPayments(ctx, order))];
    errors.push(...wrong.map((problem) => `order ${order.orderId}: ${problem}`));
  }
  return errors;
}

async function differencesToPayments(ctx: Ctx, order: Order): Promise<string[]> {
  if (order.channel !== 'mini_program') return [];
  const { refundedFen, refundingFen } = await payments.balanceOf(ctx, order.orderId);
  const asked = refundedFen + refundingFen;
  return asked === order.refundedFen ? [] : [`payments has ${asked} back, the order ${order.refundedFen}`];
}
