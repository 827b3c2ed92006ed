import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { pack } from '../aftersale/testing';
import { aCoupon } from '../coupons/testing';
import type * as identity from '../identity';
import { aMember, aPaidOrder, aPlace, everythingDone, openShop, place } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { noteMessage } from './note-message';
import { tellExpiring } from './tell-expiring';
import { tellOrder } from './tell-order';

let suite: Suite;
let shop: Shop;
let clerk: string;
let lin: { id: string; token: string };
beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  clerk = await suite.loginStaff('laozhou');
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
});
afterAll(() => suite.close());

const listed = async (token: string, query: { cursor?: string; limit?: number } = {}) =>
  (await suite.call('messages.list', query, token)).body;
const titles = async (token: string) => (await listed(token)).items.map(({ title }) => title);
const unread = async (token: string) => (await suite.call('messages.unread', {}, token)).body.count;
const words = { kind: 'coupon', title: '标题', text: '内容', opens: { page: 'coupons', id: null } } as const;
/** So many messages, a minute apart. */
async function told(of: identity.Owner, many: number): Promise<void> {
  for (let i = 0; i < many; i += 1) {
    const ctx = { ...suite.ctx(), now: new Date(suite.ctx().now.getTime() - (i + 1) * 60_000) };
    await noteMessage(ctx, { ...of, ref: `test/${i}`, words: { ...words, title: `第 ${i} 条` } });
  }
}

test('what happens to an order is told step by step, and opens it', async () => {
  const order = await aPaidOrder(suite, lin, aPlace(shop));
  await pack(suite, clerk, order.orderId);
  const [ready, paid] = (await listed(lin.token)).items;
  expect(paid).toMatchObject({ title: '付款成功', isRead: false, kind: 'order' });
  expect(ready).toMatchObject({
    title: '可以取货了',
    text: expect.stringContaining('「静安寺店」已备好'),
    opens: { page: 'order', id: order.orderId },
  });
  const refund = { orderId: order.orderId, reason: '不想要了', requestId: randomUUID() };
  const { code } = await suite.callRaw(
    'orders.refund',
    { orderId: refund.orderId, reason: refund.reason },
    lin.token,
  );
  expect(code).toBeUndefined();
  await everythingDone(suite);
  expect((await titles(lin.token)).slice(0, 2).sort()).toEqual(['订单正在退款', '退款已退回'].sort());
});

test('an order that nobody paid is told to be cancelled, with the reason', async () => {
  const member = await aMember(suite);
  const { orderId } = await place(suite, member.token, aPlace(shop));
  await suite.call('orders.cancel', { orderId }, member.token);
  await everythingDone(suite);
  expect((await listed(member.token)).items).toMatchObject([{ title: '订单已取消', opens: { id: orderId } }]);
});

test('the same news twice, and at once, is one message', async () => {
  const member = await aMember(suite);
  const { orderId } = await place(suite, member.token, aPlace(shop));
  await Promise.all(Array.from({ length: 6 }, () => tellOrder(suite.ctx(), 'paid', { orderId })));
  expect(await titles(member.token)).toEqual(['付款成功']);
  await tellOrder(suite.ctx(), 'moved', { orderId, hop: 1 });
  await tellOrder(suite.ctx(), 'moved', { orderId, hop: 2 });
  expect(await titles(member.token)).toHaveLength(3);
  await tellOrder(suite.ctx(), 'paid', { orderId: 'a'.repeat(20) });
});

test('a coupon that runs out in three days is told of once; one that was never good for longer is not', async () => {
  const member = await aMember(suite);
  await tellExpiring(suite.ctx());
  const { customerId, origin } = member;
  await aCoupon(suite.ctx(), { customerId, origin, validity: { type: 'days', days: 5 }, title: '五天券' });
  await aCoupon(suite.ctx(), { customerId, origin, validity: { type: 'days', days: 2 }, title: '两天券' });
  await tellExpiring(suite.ctx());
  expect(await titles(member.token)).toEqual([]);
  await suite.advance(2.5 * 24 * 3600);
  await Promise.all([tellExpiring(suite.ctx()), tellExpiring(suite.ctx())]);
  await tellExpiring(suite.ctx());
  const { items } = await listed(member.token);
  expect(items).toMatchObject([{ title: '优惠券快到期了', text: expect.stringContaining('五天券') }]);
});

test('unread ones are counted until they are read, one or all; the first reading counts', async () => {
  const member = await aMember(suite);
  await told(member, 3);
  expect(await unread(member.token)).toBe(3);
  const [first] = (await listed(member.token)).items;
  const read = { messageId: first!.messageId };
  expect((await suite.call('messages.markRead', read, member.token)).body).toEqual({ unread: 2 });
  const at = await mongoose.connection.collection('messages').findOne({ _id: read.messageId as never });
  await suite.advance(5);
  expect((await suite.call('messages.markRead', read, member.token)).body).toEqual({ unread: 2 });
  expect(
    (await mongoose.connection.collection('messages').findOne({ _id: read.messageId as never }))?.readAt,
  ).toEqual(at?.readAt);
  expect((await suite.call('messages.markRead', {}, member.token)).body).toEqual({ unread: 0 });
  expect((await listed(member.token)).items.every(({ isRead }) => isRead)).toBe(true);
});

test("somebody else's message answers NOT_FOUND, and stays unread", async () => {
  const [member, other] = [await aMember(suite), await aMember(suite)];
  await told(member, 1);
  const [{ messageId } = { messageId: '' }] = (await listed(member.token)).items;
  expect((await suite.call('messages.markRead', { messageId }, other.token)).code).toBe('NOT_FOUND');
  expect(await unread(member.token)).toBe(1);
  expect(await listed(other.token)).toEqual({ items: [], nextCursor: null });
});

test('pages follow one another without a gap or a double, and a foreign cursor is refused', async () => {
  const member = await aMember(suite);
  await told(member, 7);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await listed(member.token, { limit: 3, ...(cursor === '' ? {} : { cursor }) });
    seen.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `第 ${i} 条`));
  expect((await suite.call('messages.list', { cursor: 'nonsense' }, member.token)).code).toBe(
    'INVALID_INPUT',
  );
});

test('a message goes with what its customer was known by, also when it came after the move', async () => {
  const [member, other] = [await aMember(suite), await aMember(suite)];
  // The news was written when both were taken for one.
  await noteMessage(suite.ctx(), { customerId: other.customerId, origin: member.origin, ref: 'late', words });
  expect(await titles(member.token)).toEqual(['标题']);
  expect(await titles(other.token)).toEqual([]);
  await noteMessage(suite.ctx(), { customerId: 'erased:x', origin: 'erased:x', ref: 'gone', words });
  expect(await mongoose.connection.collection('messages').countDocuments({ customerId: 'erased:x' })).toBe(0);
});
