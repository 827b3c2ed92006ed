import { shanghai } from '@omni/shared/time';
import mongoose from 'mongoose';
import { aPlace, openShop, sellableAt } from './modules/orders/testing';
import type { Shop } from './modules/orders/testing';
import { eventually } from './modules/payments/testing';
import { aGuide } from './modules/staff/testing';
import { startSuite } from './testing';
import type { Suite } from './testing';

/** Money that nobody was told of, as the whole house sees it: found on the bill of the day, and given back by itself. */
let suite: Suite;
let shop: Shop;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  shop = await openShop(suite);
});
afterAll(() => suite.close());

const HOUR = 3600;

test('an order is cancelled because its money was never heard of; the bill tells, and the money goes back', async () => {
  const token = await suite.loginShopper('lin');
  const before = await sellableAt(suite, shop.storeId, shop.skuId);
  const { orderId, payableFen } = (await suite.call('orders.place', aPlace(shop), token)).body;
  const params = (await suite.call('orders.pay', { orderId }, token)).body;
  await suite.sandbox.control.faults({ notices: { mode: 'lose' } });
  expect((await suite.sandbox.control.pay('lin', params)).errMsg).toBe('requestPayment:ok');
  // Our books of an hour ago, as after a restore: closed, and nobody asks.
  await mongoose.connection
    .collection<{ _id: string }>('payments')
    .updateOne({ _id: orderId }, { $set: { state: 'closed', nextLookAt: null, looks: 99 } });
  await suite.advance(16 * 60);
  const statusOf = async () => (await suite.call('orders.get', { orderId }, token)).body.status;
  await eventually(async () => (await statusOf()) === 'cancelled');
  await suite.sandbox.control.faults({ clear: true, notices: { mode: 'deliver' } });

  const date = shanghai(suite.ctx().now).date;
  const minutes = 24 * 60 - shanghai(suite.ctx().now).minutes;
  await suite.advance(minutes * 60 + 10 * HOUR + 300);
  await aGuide(suite.ctx(), { userid: 'xiaomei', role: 'operator', stores: [] });
  const operator = await suite.loginStaff('xiaomei');
  expect((await suite.call('payments.runReconciliation', { date }, operator)).status).toBe(200);
  const rows = async () =>
    (await suite.call('payments.listDifferences', { state: 'all', billDate: date }, operator)).body.items;
  await eventually(async () => (await rows()).length === 1);
  expect(await rows()).toMatchObject([
    { kind: 'notice_lost', state: 'healed', orderId, billFen: payableFen },
  ]);

  const refunds = async () =>
    (await suite.sandbox.control.inbox('lin')).refunds.filter(({ outTradeNo }) => outTradeNo === orderId);
  await eventually(async () => (await refunds())[0]?.status === 'SUCCESS');
  expect(await refunds()).toMatchObject([{ amountFen: payableFen }]);
  expect(await statusOf()).toBe('cancelled');
  expect(await sellableAt(suite, shop.storeId, shop.skuId)).toBe(before);
});
