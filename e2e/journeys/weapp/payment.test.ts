import type { Browser } from 'playwright-core';
import { openBrowser, sandbox } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';
import { BLUE_M, PRODUCT, buyNow, nearestStore, verifyPhone } from '../../drivers/weapp-shopping';

/** 唐悦's payments go wrong on the way. */
let browser: Browser;
let tang: OnPhone;

beforeAll(async () => {
  browser = await openBrowser();
  tang = await shopperOnPhone(browser, 'tang');
});
afterAll(async () => {
  await tang.leave();
  await browser.close();
});
beforeEach(() => tang.decide('requestPayment', 'allow'));
afterEach(async () => {
  await sandbox.faults({ clear: true });
  expect(tang.problems).toEqual([]);
});

const paymentsOf = async (orderId: string) =>
  (await sandbox.inbox('tang')).payments.filter(
    ({ outTradeNo, state }) => outTradeNo === orderId && state === 'SUCCESS',
  );

it('closes the payment sheet, is shown the order with its time left, and pays it after all', async () => {
  await nearestStore(tang);
  await buyNow(tang, PRODUCT, BLUE_M);
  await verifyPhone(tang);
  tang.decide('requestPayment', 'cancel');
  await tang.tap('place-order');
  const { orderId } = await tang.arrive('order/detail/index');
  await tang.reads('order-status', '待支付');
  await tang.reads('pay-countdown', /1[45]:\d\d/);
  await tang.shoot('payment-cancelled');
  expect(await paymentsOf(orderId!)).toEqual([]);

  tang.decide('requestPayment', 'allow');
  await tang.tap('pay-now');
  await tang.arrive('order/pay-result/index');
  await tang.see('pay-settled');
  expect(await paymentsOf(orderId!)).toHaveLength(1);
});

it('has paid, but nobody can say so yet: is asked to wait, not to pay again; then it is found', async () => {
  await buyNow(tang, PRODUCT, BLUE_M);
  await sandbox.faults({
    notices: { mode: 'lose', times: 1000 },
    failNext: {
      host: 'api.mch.weixin.qq.com',
      path: '/v3/pay/transactions/out-trade-no',
      drop: true,
      times: 1000,
    },
  });
  await tang.tap('place-order');
  const { orderId } = await tang.arrive('order/pay-result/index');
  await tang.reads('pay-confirming', '请不要重复支付');
  await tang.shoot('payment-unknown');
  expect(await paymentsOf(orderId!)).toHaveLength(1);

  await sandbox.faults({ clear: true });
  await tang.see('pay-settled');
  await tang.shoot('payment-found');
  await tang.tap('view-order');
  await tang.reads('order-status', '待接单');
  expect(await paymentsOf(orderId!)).toHaveLength(1);
});

it('cancels an order that is not wanted any more', async () => {
  await buyNow(tang, PRODUCT, BLUE_M);
  tang.decide('requestPayment', 'cancel');
  await tang.tap('place-order');
  await tang.arrive('order/detail/index');
  await tang.tap('cancel-order');
  await tang.see('cancel-sheet');
  await tang.shoot('cancel-sheet');
  await tang.tap('cancel-confirm');
  await tang.reads('order-status', '已取消');
  await tang.shoot('cancelled');
  await tang.open('order/list/index');
  await tang.firstFrom('order-');
  await tang.shoot('orders');
});
