import type { Browser } from 'playwright-core';
import { barriersOn } from '../drivers/accessibility';
import { shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser, urls } from '../drivers/suite';

/** Pages that need nothing to have happened before. `npm run contact-sheet` looks at all of them. */
const PAGES = [
  'pages/home/index',
  'pages/category/index',
  'pages/cart/index',
  'pages/mine/index',
  'goods/detail/index?productId=P001',
  'store/landing/index?storeId=SH001',
  'member/coupons/index',
  'member/privacy/index',
];

let browser: Browser;
let chen: Person;

beforeAll(async () => {
  browser = await openBrowser();
  chen = await shopper(browser, 'chen');
});
afterAll(() => browser.close());

test.each(PAGES)('Whoever hears or enlarges the page gets through: %s', async (path) => {
  await chen.page.goto('about:blank');
  await chen.page.goto(`${urls.miniapp}/?person=chen#/${path}`);
  await chen.page.locator('[data-testid^="page-"]:visible').last().waitFor();
  await chen.page.waitForLoadState('networkidle');
  expect(await barriersOn(chen.page)).toEqual([]);
});
