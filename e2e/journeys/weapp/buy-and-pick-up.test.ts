import type { Browser } from 'playwright-core';
import { openBrowser } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';

/** 何静 buys on the compiled mini-program. */
let browser: Browser;
let he: OnPhone;

beforeAll(async () => {
  browser = await openBrowser();
  he = await shopperOnPhone(browser, 'he');
});
afterAll(async () => {
  await he.leave();
  await browser.close();
});
afterEach(() => expect(he.host?.exceptions ?? []).toEqual([]));

it('opens', async () => {
  await he.see('product-card-P001');
  await he.shoot('home');
  await he.tap('locate-store');
  expect(await he.reads('current-store', '静安寺店')).toContain('静安寺店');
  await he.tap('product-card-P001');
  await he.arrive('goods/detail/index');
  await he.tap('buy-now');
  await he.tap('sku-value-雾蓝');
  await he.tap('sku-value-M');
  await he.tap('sku-confirm');
  await he.tap('phone-button');
  await he.tap('place-order');
  await he.arrive('order/pay-result/index');
  await he.see('pay-settled');
  await he.shoot('paid');
});
