import { randomUUID } from 'node:crypto';
import { newId } from '../../kernel/ids';
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

const seen = (...shown: [identity.Shown, ...identity.Shown[]]) =>
  identity.noteSighting(suite.ctx(), { source: 'test', shown });
const card = (): identity.Shown => ({ type: 'pos_card', value: randomUUID() });

test('two customers turn out to be one: the coupons of both are that one’s, and can be used', async () => {
  const ctx = suite.ctx();
  const [first, second] = [card(), card()];
  const { customerId, origin } = await seen(first);
  const other = await seen(second);
  const own = await aCoupon(ctx, { customerId, origin });
  const brought = await aCoupon(ctx, { customerId: other.customerId, origin: other.origin });
  await seen(first, second);
  await suite.settle();
  const fromCustomerId = other.customerId;

  const ids = (await coupons.listMine(ctx, customerId)).map(({ couponId }) => couponId);
  expect(ids.sort()).toEqual([own.couponId, brought.couponId].sort());
  expect(await coupons.listMine(ctx, fromCustomerId)).toEqual([]);
  const until = new Date(ctx.now.getTime() + 60_000);
  const hold = { couponId: brought.couponId, customerId, orderId: newId(), until };
  await expect(coupons.hold(ctx, hold)).resolves.toBeUndefined();
});
