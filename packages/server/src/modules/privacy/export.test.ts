import { randomUUID } from 'node:crypto';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as audience from '../audience';
import * as staff from '../staff';
import { aMember } from '../identity/testing';
import { aDelivery, aPaidOrder } from '../orders/testing';
import { aRichPerson, buyerOf, openTown } from './testing';
import type { Rich, Town } from './testing';

type Row = Record<string, unknown>;
let suite: Suite;
let town: Town;
let lin: Rich;
let wang: Rich;
beforeAll(async () => {
  suite = await startSuite();
  town = await openTown(suite);
  lin = await aRichPerson(suite, town, 'lin');
  wang = await aRichPerson(suite, town, 'wang');
});
afterAll(() => suite.close());

async function exported(
  token: string,
): Promise<{ sections: Map<string, Row[]>; titles: string[]; pages: number }> {
  const sections = new Map<string, Row[]>();
  const titles: string[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
    const { body, code } = await suite.call('privacy.exportMyData', cursor ? { cursor } : {}, token);
    if (code) throw new Error(code);
    expect(body.sections.reduce((sum, { items }) => sum + items.length, 0)).toBeLessThanOrEqual(200);
    for (const { name, title, items } of body.sections) {
      if (!sections.has(name)) titles.push(title);
      sections.set(name, [...(sections.get(name) ?? []), ...items]);
    }
    cursor = body.nextCursor;
  }
  return { sections, titles, pages };
}

test('everything of the person is in it, whole where it is their own, under Chinese headings', async () => {
  const { sections, titles } = await exported(lin.token);
  const of = (name: string): Row[] => sections.get(name) ?? [];
  expect(titles).toEqual([
    ...['会员', '身份标识', '标识的来源', '关于身份的人工操作', '授权与撤回记录', '订单', '支付与退款'],
    ...[
      '订单由哪里履约',
      '备货与取货',
      '其他渠道的订单信息',
      '售后',
      '到店试穿预约',
      '优惠券',
      '发票',
      '消息',
      '浏览与互动记录',
    ],
    ...['导购发送的话术', '员工查看与操作记录'],
  ]);
  expect(of('fittings')).toEqual([
    expect.objectContaining({ heightCm: 171, usualSize: 'M', stateText: '待门店准备' }),
  ]);
  const { openid, unionid, phone, external_userid } = lin.person;
  expect(of('identifiers').map(({ value }) => value)).toEqual(
    expect.arrayContaining([
      openid,
      unionid,
      phone,
      external_userid,
      `douyin:${buyerOf('lin')}`,
      'lin@example.com',
    ]),
  );
  expect(
    of('orders')
      .map(({ orderId }) => orderId)
      .sort(),
  ).toEqual(Object.values(lin.orders).sort());
  const sent = of('orders').find(({ orderId }) => orderId === lin.orders.sent);
  expect(sent?.receiver).toMatchObject({ name: lin.person.name, phone, street: '南京西路 1 号 2 室' });
  expect(of('payments').find(({ orderId }) => orderId === lin.orders.refunded)).toMatchObject({
    refunds: [{ refundFen: 120_00, state: 'succeeded' }],
  });
  expect(of('aftersales')).toMatchObject([{ orderId: lin.orders.collected, statusText: '已退款' }]);
  expect(of('coupons')).toHaveLength(3);
  expect(of('consents').map(({ purpose, granted }) => [purpose, granted])).toEqual([
    ['profiling', true],
    ['marketing', true],
    ['marketing', false],
  ]);
  expect(of('touches').map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['scan', 'order', 'script', 'coupon']),
  );
  expect(of('pickups').find(({ orderId }) => orderId === lin.orders.collected)).toMatchObject({
    friendPasses: [{ state: 'used' }],
  });
  expect(of('channelOrders')).toMatchObject([{ orderId: lin.orders.elsewhere, buyerId: buyerOf('lin') }]);
  expect(of('staffAccess')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'identity.revealPhone', by: '私域运营' }),
      expect.objectContaining({ action: 'customer.viewed', by: '导购' }),
    ]),
  );
  expect(of('decisions')).toMatchObject([{ kind: 'join', by: '私域运营', reason: expect.any(String) }]);
});

test('nobody else is in it: no colleague’s name, no other member, and a receiver with another number is masked', async () => {
  const address = { name: '孙尚香', phone: '13911112222', region: '上海市静安区', street: '测试路 9 号' };
  const gift = await aPaidOrder(suite, lin, aDelivery(town, { address }));
  const { sections } = await exported(lin.token);
  const text = JSON.stringify([...sections]);
  for (const name of ['小guide', '小美', '云英', 'xiaomei', 'yunying', 'laozhou'])
    expect(text).not.toContain(name);
  for (const name of [...wang.known, wang.person.name, ...Object.values(wang.orders)])
    expect(text).not.toContain(name);
  for (const part of ['孙尚香', '13911112222', '测试路 9 号']) expect(text).not.toContain(part);
  const row = sections.get('orders')?.find(({ orderId }) => orderId === gift.orderId);
  expect(row?.receiver).toMatchObject({ name: '孙**', phone: '139****2222', region: '上海市静安区' });
  expect(text).not.toContain(`OTHER-PERSON-lin`);
});

test('a long history comes in pages, each row once', async () => {
  const { token, customerId } = await aMember(suite, 'chen');
  for (let i = 0; i < 450; i += 1)
    await audience.recordTouch(suite.ctx(), {
      ...{ customerId, origin: customerId, kind: 'order', title: '提交订单', text: `第 ${i} 次` },
      ref: randomUUID(),
    });
  const { sections, pages } = await exported(token);
  expect(pages).toBe(3);
  expect(new Set(sections.get('touches')?.map(({ text }) => text)).size).toBe(450);
  expect(sections.get('touches')).toHaveLength(450);
});

test('it is in the log, and begun five times in ten minutes at the most; pages of one that was begun go on', async () => {
  const { token, customerId } = await aMember(suite, 'chen');
  const first = await suite.call('privacy.exportMyData', {}, token);
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 6; i += 1) codes.push((await suite.call('privacy.exportMyData', {}, token)).code);
  expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
  const more = await suite.call('privacy.exportMyData', { cursor: first.body.nextCursor! }, token);
  expect(more.status).toBe(200);
  await suite.advance(601);
  expect((await suite.call('privacy.exportMyData', {}, token)).status).toBe(200);
  const acts = (await staff.listAudit(suite.ctx(), customerId)).map(({ action, by }) => [action, by]);
  expect(acts).toContainEqual(['privacy.exportMyData', 'member']);
});
