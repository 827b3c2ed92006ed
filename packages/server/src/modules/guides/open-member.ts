import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as members from '../members';
import * as orders from '../orders';
import * as staff from '../staff';
import { linesText } from './present';

type Open = Contracts['guides.openMember'];

const LATEST = 20;
const TO_COLLECT = ['paid', 'accepted', 'ready'];

/**
 * The member in front of the counter, as far as serving them needs. Whose contact they are does not matter: they show the card
 * themselves. Refuses: NOT_FOUND (a store that is not theirs) and every refusal of the code.
 */
export async function openMember(ctx: Ctx, { storeId, code }: Parsed<Open>): Promise<Answer<Open>> {
  const { userid } = await staff.requireAtStore(ctx, storeId);
  const reader = { till: `staff:${userid}`, storeId };
  const { customer, memberNo, displayName, coupons } = await members.resolveCode(ctx, code, reader);
  const { customerId } = customer;
  await staff.recordAudit(ctx, { action: 'guides.openMember', subject: customerId, storeId });
  const [summary, latest] = await Promise.all([
    orders.summaryOf(ctx, customerId),
    orders.listOrdersOf(ctx, customerId, { limit: LATEST }),
  ]);
  const here = latest.filter(
    (order) =>
      order.fulfilment === 'pickup' && order.storeId === storeId && TO_COLLECT.includes(order.status),
  );
  return {
    memberNo,
    displayName,
    coupons,
    orders: summary.orders,
    lastOrderAt: summary.lastOrderAt,
    toCollect: here.map((order) => ({
      orderNo: order.orderNo,
      statusText: orders.statusText(order),
      linesText: linesText(order),
    })),
  };
}
