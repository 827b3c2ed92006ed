import { shanghaiText } from '@omni/shared/time';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import * as aftersale from '../aftersale';
import type * as invoices from '../invoices';
import * as orders from '../orders';
import { CASE_NEWS, caseWords, invoiceWords, moneyBackWords, orderWords } from './message.rules';
import type { OrderFacts, OrderStep } from './message.rules';
import { noteMessage } from './note-message';

/** One step of an order, as the order says it now. */
export async function tellOrder(
  ctx: Ctx,
  step: OrderStep,
  of: { orderId: string; hop?: number },
): Promise<void> {
  const order = await orders.findOrder(ctx, of.orderId);
  if (!order) return;
  const ref = `order.${step}/${of.orderId}${of.hop === undefined ? '' : `/${of.hop}`}`;
  await noteMessage(ctx, { ...order, ref, words: orderWords(step, factsOf(order)) });
}

function factsOf(order: orders.Order): OrderFacts {
  const { orderId, orderNo, fulfilment, payableFen, store, collectBefore, closedReason, tracking } = order;
  const parcel = tracking && orders.presentTracking(tracking);
  return {
    ...{ orderId, orderNo, fulfilment, payableFen, closedReason },
    storeName: store?.name ?? null,
    collectBeforeText: collectBefore && shanghaiText(collectBefore),
    movedText: orders.movedText(order),
    trackingText: parcel && `${parcel.companyName} ${parcel.number}`,
  };
}

export async function tellMoneyBack(
  ctx: Ctx,
  { orderId, key, amountFen }: { orderId: string; key: string; amountFen: number },
): Promise<void> {
  const order = await orders.findOrder(ctx, orderId);
  if (!order) return;
  const words = moneyBackWords(order, amountFen);
  await noteMessage(ctx, { ...order, ref: `order.moneyBack/${orderId}/${key}`, words });
}

/** One step of an after-sale case that somebody else than the shopper took. */
export async function tellCase(
  ctx: Ctx,
  { caseId, orderId, kind, state }: z.output<typeof aftersale.aftersaleMoved.payload>,
): Promise<void> {
  if (!CASE_NEWS.includes(state)) return;
  const order = await orders.findOrder(ctx, orderId);
  if (!order) return;
  const { orderNo } = order;
  const words = caseWords({
    ...{ caseId, orderNo },
    kindText: aftersale.KIND_TEXT[kind],
    statusText: aftersale.statusText({ kind, state }),
  });
  await noteMessage(ctx, { ...order, ref: `aftersale/${caseId}/${state}`, words });
}

/** Head office issued or refused the invoice. */
export async function tellInvoice(
  ctx: Ctx,
  { orderId, version, state, reason }: z.output<typeof invoices.invoiceAnswered.payload>,
): Promise<void> {
  const order = await orders.findOrder(ctx, orderId);
  if (!order) return;
  const words = invoiceWords(order, { state, reason });
  await noteMessage(ctx, { ...order, ref: `invoice/${orderId}/${version}`, words });
}
