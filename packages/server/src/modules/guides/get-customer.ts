import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as audience from '../audience';
import * as catalog from '../catalog';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as orders from '../orders';
import * as staff from '../staff';
import { presentOrders } from './present';
import { requireOwnContact } from './require-contact';

type Get = Contracts['guides.getCustomer'];

/** The profile beside the chat. Refuses: NOT_FOUND for somebody else's contact. */
export async function getCustomer(ctx: Ctx, input: Parsed<Get>): Promise<Answer<Get>> {
  const { contact } = await requireOwnContact(ctx, input.externalUserid);
  await staff.recordAudit(ctx, { action: 'customer.viewed', subject: input.externalUserid });
  const { customer } = contact;
  const { customerId, consents } = customer;
  const [phoneMasked, orderList, couponList, summary] = await Promise.all([
    identity.maskedPhone(ctx, customerId),
    orders.listOrdersOf(ctx, customerId, { limit: 10 }),
    coupons.listMine(ctx, customerId),
    orders.summaryOf(ctx, customerId),
  ]);
  return {
    externalUserid: contact.externalUserid,
    name: contact.name,
    avatarUrl: contact.avatarUrl,
    known: customer.openid !== null,
    phoneMasked,
    memberNo: customer.memberNo,
    profilingConsent: consents.profiling,
    summary: { ...summary, usableCoupons: couponList.filter((coupon) => coupon.status === 'usable').length },
    orders: presentOrders(orderList),
    browsing: consents.profiling ? await browsing(ctx, customerId) : [],
    coupons: couponList,
  };
}

async function browsing(ctx: Ctx, customerId: string): Promise<Answer<Get>['browsing']> {
  const viewed = await audience.browsingOf(ctx, customerId);
  const products = await catalog.findProducts(
    ctx,
    viewed.map(({ productId }) => productId),
  );
  return viewed.flatMap(({ productId, views, lastAt }) => {
    const product = products.find((candidate) => candidate.productId === productId);
    if (!product) return [];
    const { title, imageUrl, priceFen } = catalog.presentCard(product);
    return [{ productId, title, imageUrl, priceFen, views, lastAt: lastAt.toISOString() }];
  });
}
