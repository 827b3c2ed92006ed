import { fateText } from './line-fate.rules';

const waiting = { handedOver: false, removed: false, refundedQuantity: 0, refundedFen: 0 };

test('a line that nothing happened to says nothing, and neither does one of a quote', () => {
  expect(fateText(waiting)).toBeNull();
  expect(fateText({})).toBeNull();
});

test('a line that was collected and partly given back says both, with the money', () => {
  expect(fateText({ ...waiting, handedOver: true, refundedQuantity: 1, refundedFen: 19_900 })).toBe(
    '已取货 · 已退 1 件 ¥199.00',
  );
});

test('a line taken off the order before it was handed over says what came back for it', () => {
  expect(fateText({ ...waiting, removed: true, refundedQuantity: 3, refundedFen: 5 })).toBe(
    '已从订单移除 · 已退 3 件 ¥0.05',
  );
});
