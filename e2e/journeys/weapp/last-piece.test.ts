import type { Browser } from 'playwright-core';
import { openBrowser } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';
import { buyNow, nearestStore, placeAndPay, verifyPhone } from '../../drivers/weapp-shopping';

/** 徐蕾 is about to pay for the last coat of the store when 宋岩 takes it. */
const COAT = 'P017';
const LAST_ONE = ['驼色', 'M'];
const NEXT_STORE = 'SH002';

let browser: Browser;
let xu: OnPhone;
let song: OnPhone;

beforeAll(async () => {
  browser = await openBrowser();
  [xu, song] = await Promise.all([shopperOnPhone(browser, 'xu'), shopperOnPhone(browser, 'song')]);
});
afterAll(async () => {
  await Promise.all([xu.leave(), song.leave()]);
  await browser.close();
});
afterEach(() => expect([...xu.problems, ...song.problems]).toEqual([]));

it('both see the last piece and come to the checkout', async () => {
  await nearestStore(xu);
  await xu.open(`goods/detail/index?productId=${COAT}`);
  await xu.tap('buy-now');
  for (const value of LAST_ONE) await xu.tap(`sku-value-${value}`);
  await xu.reads('sku-stock', '仅剩 1 件');
  await xu.shoot('last-piece');
  await xu.tap('sku-confirm');
  await xu.arrive('order/checkout/index');
  await verifyPhone(xu);

  await nearestStore(song);
  await buyNow(song, COAT, LAST_ONE);
  await verifyPhone(song);
});

it('one gets it; the other is told why not, has paid nothing, and what to do', async () => {
  await placeAndPay(song);
  await xu.tap('place-order');
  await xu.reads('checkout-trouble', '库存不足');
  await xu.shoot('sold-out-while-paying');
  expect(xu.host?.person.asked.map(({ question }) => question) ?? []).not.toContain('requestPayment');
});

it('takes it from the next store', async () => {
  await xu.tap('choose-store');
  await xu.arrive('store/nearby/index');
  await xu.reads('store-SH001', '缺');
  await xu.shoot('stores-that-have-it');
  await xu.tap(`store-${NEXT_STORE}`);
  await xu.arrive('order/checkout/index');
  await xu.gone('checkout-trouble');
  await placeAndPay(xu);
  await xu.tap('view-order');
  await xu.reads('order-status', '待接单');
  await xu.shoot('bought-elsewhere');
});
