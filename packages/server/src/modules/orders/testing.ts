import { randomUUID } from 'node:crypto';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { aShopper } from '@omni/wechat-sandbox';
import { openSession } from '../../kernel/sessions';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { noteSighting } from '../identity';
import * as inventory from '../inventory';
import * as staff from '../staff';
import * as stores from '../stores';
import { aStore } from '../stores/testing';

export type Shop = {
  storeId: string;
  otherStoreId: string;
  shutStoreId: string;
  skuId: string;
  otherSkuId: string;
};
type Placed = Reply<Contracts['orders.place']>;
type Place = Input<Contracts['orders.place']>;

export const PRICE_FEN = 120_00;
const PLENTY = 1000;

/** Two stores that never close and one that never opens, with plenty of two SKUs at 120 yuan; 老周 and 阿强 work in one each. */
export async function openShop(suite: Pick<Suite, 'ctx'>): Promise<Shop> {
  const ctx = suite.ctx();
  const always = { hours: stores.AROUND_THE_CLOCK };
  const [store, other] = [aStore({ ...always, name: '静安寺店' }), aStore({ ...always, name: '南京西路店' })];
  const shut = aStore({ hours: Array.from({ length: 7 }, () => null) });
  await stores.saveStores(ctx, [store, other, shut]);
  const product = aProduct({ prices: [PRICE_FEN, PRICE_FEN] });
  await catalog.saveProduct(ctx, product);
  const [skuId = '', otherSkuId = ''] = product.skus.map((sku) => sku.skuId);
  for (const locationId of [store.storeId, other.storeId, shut.storeId, inventory.WAREHOUSE]) {
    await inventory.setOnHand(ctx, { locationId, skuId, onHand: PLENTY });
    await inventory.setOnHand(ctx, { locationId, skuId: otherSkuId, onHand: PLENTY });
  }
  await aClerk(suite, 'laozhou', store);
  await aClerk(suite, 'aqiang', other);
  return {
    storeId: store.storeId,
    otherStoreId: other.storeId,
    shutStoreId: shut.storeId,
    skuId,
    otherSkuId,
  };
}

const aClerk = (
  suite: Pick<Suite, 'ctx'>,
  userid: string,
  store: { storeId: string; name: string },
): Promise<void> => staff.saveStaff(suite.ctx(), { userid, name: userid, role: 'clerk', stores: [store] });

/** A new SKU at 120 yuan, so many of it in each of these places. */
export async function aSku(
  suite: Pick<Suite, 'ctx'>,
  onHand: number,
  ...locationIds: string[]
): Promise<string> {
  const product = aProduct({ prices: [PRICE_FEN] });
  await catalog.saveProduct(suite.ctx(), product);
  const skuId = product.skus[0]?.skuId ?? '';
  for (const locationId of locationIds) await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand });
  return skuId;
}

export const sellableAt = async (suite: Suite, locationId: string, skuId: string): Promise<number> =>
  (await inventory.availableAt(suite.ctx(), [locationId], [skuId])).get(locationId)?.get(skuId) ?? 0;

/** `origin`: the identifier that what they do hangs on. */
export type TestMember = { customerId: string; origin: string; token: string };

/** A logged-in member the sandbox does not know: can do everything but pay. */
export async function aMember(suite: Suite): Promise<TestMember> {
  const openid = `o${randomUUID().replaceAll('-', '').slice(0, 27)}`;
  const shown = [{ type: 'mp_openid', value: openid }] as const;
  const { customerId, origin } = await noteSighting(suite.ctx(), { source: 'test', shown });
  return { customerId, origin, token: await openSession({ kind: 'member', id: origin }, 3600) };
}

/** So many people for the sandbox's world, all near the store: they can do everything, paying too. */
export const aCrowd = (size: number): ReturnType<typeof aShopper>[] =>
  Array.from({ length: size }, (_, i) =>
    aShopper({
      id: `crowd-${i}`,
      name: `顾客 ${i}`,
      phone: `139${String(i).padStart(8, '0')}`,
      note: '',
      location: { latitude: 31.2235, longitude: 121.4453 },
    }),
  );

/** One piece for pickup without a coupon, unless told otherwise. */
export const aPlace = (shop: Shop, given: Partial<Place> = {}): Place => ({
  requestId: randomUUID(),
  fulfilment: 'pickup',
  storeId: shop.storeId,
  lines: [{ skuId: shop.skuId, quantity: 1 }],
  coupon: 'none',
  expectedPayableFen: PRICE_FEN,
  ...given,
});

export const aDelivery = (shop: Shop, given: Partial<Place> = {}): Place => {
  const { storeId: _storeId, ...rest } = aPlace(shop, given);
  const address = { name: '林晓', phone: '13800138001', region: '上海市静安区', street: '测试路 1 号' };
  return { ...rest, fulfilment: 'delivery', address, ...given };
};

export async function place(suite: Suite, token: string, input: Place): Promise<Placed> {
  const { status, body, code } = await suite.call('orders.place', input, token);
  if (status !== 200) throw new Error(`orders.place refused ${code}`);
  return body;
}

/** Prepays and pays at the sandbox; the notice is on its way when this returns. */
export async function payAs(
  suite: Suite,
  shopper: { id: string; token: string },
  orderId: string,
): Promise<void> {
  const { body, code } = await suite.call('orders.pay', { orderId }, shopper.token);
  if (code) throw new Error(`orders.pay refused ${code}`);
  const { errMsg } = await suite.sandbox.control.pay(shopper.id, body);
  if (errMsg !== 'requestPayment:ok') throw new Error(errMsg);
}

/** Placed, paid, noticed, and told to everybody. */
export async function aPaidOrder(
  suite: Suite,
  shopper: { id: string; token: string },
  input: Place,
): Promise<Placed> {
  const order = await place(suite, shopper.token, input);
  await payAs(suite, shopper, order.orderId);
  await everythingDone(suite);
  const { body } = await suite.call('orders.get', { orderId: order.orderId }, shopper.token);
  return body;
}

/** Notices delivered, news told, jobs run, and what these led to. */
export async function everythingDone(suite: Suite): Promise<void> {
  await suite.sandbox.control.settle();
  await suite.settle();
  await suite.sandbox.control.settle();
  await suite.settle();
}
