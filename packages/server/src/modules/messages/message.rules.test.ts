import { ORDER_NEWS, caseWords, expiringWords, moneyBackWords, orderWords } from './message.rules';
import type { OrderFacts } from './message.rules';

const order: OrderFacts = {
  orderId: 'o1',
  orderNo: '261128000000000001',
  fulfilment: 'pickup',
  payableFen: 120_00,
  storeName: '静安寺店',
  collectBeforeText: '11-30 22:00',
  movedText: null,
  closedReason: null,
  trackingText: null,
};

test.each([
  ['paid', {}, '「静安寺店」正在备货，备好后通知您取货'],
  ['paid', { fulfilment: 'delivery', storeName: null }, '正在为您配货，发出后通知您'],
  ['ready', {}, '「静安寺店」已备好，请在 11-30 22:00 前凭取货码取货'],
  ['ready', { collectBeforeText: null }, '「静安寺店」已备好，请凭取货码取货'],
  ['moved', { movedText: '因缺货，订单已由「A」改为「B」备货' }, '因缺货，订单已由「A」改为「B」备货'],
  ['moved', {}, '订单由其他门店为您备货'],
  ['shipped', { trackingText: '顺丰速运 SF1' }, '顺丰速运 SF1，请留意查收'],
  ['shipped', {}, '请留意查收'],
  ['cancelled', { closedReason: '超时未支付，订单已自动取消' }, '超时未支付，订单已自动取消'],
  ['cancelled', {}, '订单已取消'],
  ['refunding', { closedReason: '逾期未取' }, '逾期未取，¥120.00 将原路退回'],
  ['refunding', {}, '¥120.00 将原路退回'],
] as const)('%s %j: %s', (step, given, text) => {
  expect(orderWords(step, { ...order, ...given }).text).toBe(`${text}（订单 261128000000000001）`);
});

test('each opens the page of what it tells of', () => {
  for (const step of ORDER_NEWS) expect(orderWords(step, order).opens).toEqual({ page: 'order', id: 'o1' });
  expect(moneyBackWords(order, 1)).toMatchObject({ opens: { page: 'order', id: 'o1' }, kind: 'refund' });
  const of = { caseId: 'c1', orderNo: '1', kindText: '退货', statusText: '已同意' };
  expect(caseWords(of)).toMatchObject({ title: '退货：已同意', opens: { page: 'aftersale', id: 'c1' } });
  expect(expiringWords({ title: '券', untilText: '11-30 22:00' })).toMatchObject({
    text: '「券」11-30 22:00 到期，别忘了使用',
    opens: { page: 'coupons', id: null },
  });
});
