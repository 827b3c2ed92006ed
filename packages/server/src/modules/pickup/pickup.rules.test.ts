import {
  ALL_STAGES,
  DIGITS_LIVE_MS,
  actionsOf,
  customerText,
  digitsLive,
  linesText,
  maskedContact,
  refusalOf,
  stageText,
} from './pickup.rules';

test('each stage offers the one step that comes next, and a way back until the goods are packed', () => {
  const offered = (fulfilment: 'pickup' | 'delivery') =>
    ALL_STAGES.map((stage) => [stage, actionsOf({ stage, fulfilment })]);
  const first = ['to_accept', ['accept', 'reject']];
  const last = [
    ['ready', ['handOver']],
    ['handed_over', []],
    ['shipped', []],
    ['closed', []],
  ];
  expect(offered('pickup')).toEqual([first, ['preparing', ['markReady', 'reject']], ...last]);
  expect(offered('delivery')).toEqual([first, ['preparing', ['ship', 'reject']], ...last]);
  expect(stageText('preparing')).toBe('备货中');
});

test('only a ready order goes over the counter, and each other state says why not', () => {
  expect(refusalOf('ready')).toBeNull();
  expect(refusalOf('handed_over')).toBe('PICKUP_ALREADY_HANDED_OVER');
  expect(refusalOf('refunding')).toBe('PICKUP_ORDER_CLOSED');
  expect(refusalOf('refunded')).toBe('PICKUP_ORDER_CLOSED');
  expect(refusalOf('cancelled')).toBe('PICKUP_ORDER_CLOSED');
  expect(refusalOf('accepted')).toBe('PICKUP_NOT_READY');
  expect(refusalOf('shipped')).toBe('PICKUP_ALREADY_HANDED_OVER');
});

test('digits open the order for seven days, to the moment', () => {
  const issuedAt = new Date('2026-11-23T06:00:00Z');
  const after = (ms: number) => new Date(issuedAt.getTime() + ms);
  expect(digitsLive({ issuedAt }, after(DIGITS_LIVE_MS))).toBe(true);
  expect(digitsLive({ issuedAt }, after(DIGITS_LIVE_MS + 1))).toBe(false);
});

test('staff can call a shopper out, but not up', () => {
  expect(customerText('138****8001')).toBe('顾客 ****8001');
  expect(customerText(null)).toBe('顾客');
});

test('a number is masked but for what WeChat wants to see', () => {
  expect(maskedContact('13800138001')).toBe('138****8001');
});

test('goods are named as far as a platform lets us', () => {
  const lines = [
    { title: '针织衫', quantity: 1 },
    { title: '长裤', quantity: 2 },
  ];
  expect(linesText(lines, 120)).toBe('针织衫 ×1、长裤 ×2');
  expect(linesText(lines, 6)).toBe('针织衫 ×…');
});
