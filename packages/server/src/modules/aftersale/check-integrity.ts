import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as orders from '../orders';
import { ASKED } from './aftersale.rules';
import { eachCase } from './case.model';
import type { Case } from './case.model';
import { claimedOf } from './claim.model';
import { claims } from './follow-cases';
import { bySku } from './hold-replacement';

/**
 * Every way in which cases, orders, payments and stock disagree; empty when all is right. Only when everything told has been
 * heard: goods that came back are put on stock by news.
 */
export async function integrityErrors(ctx: Ctx): Promise<string[]> {
  const errors = await orders.refundIntegrityErrors(ctx);
  const claimed = new Map<string, Map<number, number>>();
  for await (const one of eachCase()) {
    const wrong = [...(await moneyErrors(ctx, one)), ...(await stockErrors(ctx, one))];
    errors.push(...wrong.map((problem) => `case ${one.caseId} (${one.state}): ${problem}`));
    if (claims(one)) count(claimed, one);
    else if (!claimed.has(one.orderId)) claimed.set(one.orderId, new Map());
  }
  for (const [orderId, expected] of claimed) errors.push(...(await claimErrors(orderId, expected)));
  return errors;
}

function count(claimed: Map<string, Map<number, number>>, { orderId, lines }: Case): void {
  const ofOrder = claimed.get(orderId) ?? new Map<number, number>();
  claimed.set(orderId, ofOrder);
  for (const { lineNo, quantity } of lines) ofOrder.set(lineNo, (ofOrder.get(lineNo) ?? 0) + quantity);
}

async function moneyErrors(ctx: Ctx, one: Case): Promise<string[]> {
  const order = await orders.findOrder(ctx, one.orderId);
  const refund = order?.refunds.find(({ key }) => key === one.caseId);
  if (!ASKED.includes(one.state)) return refund ? ['its money was asked for'] : [];
  if (!refund) return ['its money was not asked for'];
  return [
    ...(refund.amountFen === one.refundFen ? [] : [`says ${one.refundFen}, the order ${refund.amountFen}`]),
    ...((one.state === 'refunded') === (refund.doneAt !== null)
      ? []
      : ['the order says otherwise of its money']),
  ];
}

async function stockErrors(ctx: Ctx, one: Case): Promise<string[]> {
  const found = await inventory.returnedUnder(ctx, one.caseId);
  const put = found.map(({ locationId, skuId, quantity }) => `${locationId}/${skuId} ${quantity}`).sort();
  const place = one.received;
  const expected = place
    ? bySku(one.lines).map(({ skuId, quantity }) => `${place.storeId}/${skuId} ${quantity}`)
    : [];
  return put.join() === expected.sort().join()
    ? []
    : [`came back ${expected.join()}, on stock ${put.join()}`];
}

async function claimErrors(orderId: string, expected: Map<number, number>): Promise<string[]> {
  const claimed = await claimedOf(orderId);
  const lineNos = new Set([...claimed.keys(), ...expected.keys()]);
  return [...lineNos].flatMap((lineNo) => {
    const [has, should] = [claimed.get(lineNo) ?? 0, expected.get(lineNo) ?? 0];
    return has === should
      ? []
      : [`order ${orderId} line ${lineNo}: ${has} pieces claimed, ${should} in cases`];
  });
}
