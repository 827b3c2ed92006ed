import fc from 'fast-check';
import { intentOf } from './intent.rules';

const requestId = '0b9cfa42-0c5e-4c7e-9f0c-6b9ad8f1f4a1';

test('the same person with the same requestId means the same order, in whatever spelling', () => {
  const once = intentOf('m1', requestId, { lines: [{ skuId: 'K1', quantity: 1 }], remark: undefined });
  const again = intentOf('m1', requestId.toUpperCase(), { lines: [{ quantity: 1, skuId: 'K1' }] });
  expect(again).toEqual(once);
  expect(once.orderId).toMatch(/^[0-9a-z]{20}$/);
});

test('another person, another requestId or other content means another intent', () => {
  const { orderId, contentHash } = intentOf('m1', requestId, { coupon: 'auto' });
  expect(intentOf('m2', requestId, { coupon: 'auto' }).orderId).not.toBe(orderId);
  expect(intentOf('m1', requestId.replace('0b', '0c'), { coupon: 'auto' }).orderId).not.toBe(orderId);
  const changed = intentOf('m1', requestId, { coupon: 'none' });
  expect(changed.orderId).toBe(orderId);
  expect(changed.contentHash).not.toBe(contentHash);
});

test('the order of the lines is content', () => {
  const [a, b] = [{ skuId: 'A' }, { skuId: 'B' }];
  expect(intentOf('m1', requestId, [a, b])).not.toEqual(intentOf('m1', requestId, [b, a]));
});

test('order ids are well formed and do not meet', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.uuid(), fc.string(), (id, customerId) => {
      const { orderId } = intentOf(customerId, id, {});
      expect(orderId).toMatch(/^[0-9a-z]{20}$/);
      seen.add(orderId);
    }),
    { numRuns: 500 },
  );
  expect(seen.size).toBeGreaterThan(490);
});
