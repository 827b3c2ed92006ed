import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { publish } from '../../kernel/outbox';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as identity from '../identity';
import * as coupons from './index';
import { aCoupon } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
afterAll(() => suite.close());

test('two customers turn out to be one: the coupons of both are that one’s, and can be used', async () => {
  const ctx = suite.ctx();
  const [customerId, fromCustomerId] = [newId(), newId()];
  const own = await aCoupon(ctx, { customerId });
  const brought = await aCoupon(ctx, { customerId: fromCustomerId });
  await inTransaction(() =>
    publish(ctx, identity.customerJoined, { key: customerId, body: { customerId, fromCustomerId } }),
  );
  await suite.settle();

  const ids = (await coupons.listMine(ctx, customerId)).map(({ couponId }) => couponId);
  expect(ids.sort()).toEqual([own.couponId, brought.couponId].sort());
  expect(await coupons.listMine(ctx, fromCustomerId)).toEqual([]);
  const until = new Date(ctx.now.getTime() + 60_000);
  const hold = { couponId: brought.couponId, customerId, orderId: newId(), until };
  await expect(coupons.hold(ctx, hold)).resolves.toBeUndefined();
});
