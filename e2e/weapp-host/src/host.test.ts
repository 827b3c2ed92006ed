import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page as BrowserPage } from 'playwright-core';
import { SettablePerson } from './people';
import type { Driven, Field } from './testing';
import { drive, eventually } from './testing';
import { WEAPP } from './testing-paths';

let driven: Driven;
beforeAll(async () => {
  driven = await drive();
});
afterAll(() => driven.close());

const top = async () => {
  const page = await driven.app.currentPage();
  if (page === undefined) throw new Error('no page');
  return page;
};
const type = async (text: string) => ((await (await top()).$('input')) as unknown as Field).input(text);
const textOf = async (selector: string) => (await (await top()).$(selector))?.text();

test('the first page shows what its data and its wxs say', async () => {
  const page = await top();
  expect(page.path).toBe('pages/home/home');
  const items = await page.$$('.item');
  expect(await Promise.all(items.map((item: { text(): Promise<string> }) => item.text()))).toEqual([
    expect.stringContaining('¥99.00'),
    expect.stringContaining('¥199.00'),
  ]);
});

test('a tap reaches the page, and its setData the view', async () => {
  const page = await top();
  const item = await page.$('.item');
  await item?.tap();
  await item?.tap();
  await eventually(async () => expect(await textOf('.total')).toBe('合计 ¥198.00'));
});

test('an input tells what was typed, and a two-way bound value comes along', async () => {
  const page = await top();
  await type('牛仔');
  await eventually(async () => expect(await page.$$('.item')).toHaveLength(1));
  expect(await page.data('word')).toBe('牛仔');
  await type('');
});

test('a custom component counts and tells its page', async () => {
  const page = await top();
  const counter = await page.$('counter');
  await (await counter?.$('.plus'))?.tap();
  await eventually(async () => expect(await textOf('.counted')).toBe('is 4'));
});

test('a page of a sub-package opens with its query and closes again', async () => {
  await (await (await top()).$('.go'))?.tap();
  await eventually(async () => expect((await top()).path).toBe('sub/pages/detail/detail'));
  expect((await top()).query).toEqual({ id: '7', name: '%E8%A1%AC' });
  await eventually(async () => expect(await textOf('.query')).toBe('{"id":"7","name":"%E8%A1%AC"}'));
  await driven.app.callWxMethod('navigateBack');
  expect((await top()).path).toBe('pages/home/home');
});

test('styles of a component stay in it, and those of the page outside', async () => {
  const shown = driven.host.page.frameLocator('.page-frame.shown');
  const color = (selector: string) =>
    shown
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  expect(await color('.item .price')).toBe('rgb(255, 0, 0)');
  expect(await color('counter > wx-view')).toBe('rgb(0, 0, 255)');
  expect(await shown.locator('counter').evaluate((element) => getComputedStyle(element).display)).toBe(
    'block',
  );
  expect(
    await shown
      .locator('.name')
      .first()
      .evaluate((element) => getComputedStyle(element).fontSize),
  ).toBe('15px');
  expect(await shown.locator('body').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
    'rgb(238, 238, 238)',
  );
});

test('a main package cannot require what is in a sub-package', async () => {
  const message = await driven.app.evaluate(function () {
    try {
      return (getApp() as unknown as { requireDetail(): void }).requireDetail();
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toMatch("module 'sub/pages/detail/detail.js' is not defined");
});

test('a picture at another size is what a phone of that size shows', async () => {
  const viewport = { width: 320, height: 568 };
  const small = await drive({ viewport });
  const usual = await drive();
  const own = await small.host.page.screenshot();
  expect((await usual.host.pictureAt(viewport)).equals(own)).toBe(true);
  expect((await usual.host.page.screenshot()).equals(own)).toBe(false);
  await Promise.all([small.close(), usual.close()]);
});

test('nothing was thrown', () => {
  expect(driven.host.exceptions).toEqual([]);
});

type Attributed = { attribute(name: string): Promise<string | null> };

/** React's `role` and `aria-label` arrive under WeChat's names, and people with a screen reader find the button. */
async function expectRoles(screen: BrowserPage, page: Awaited<ReturnType<typeof top>> | undefined) {
  const scan = (await page?.$('#scan-button')) as unknown as Attributed;
  expect(await scan.attribute('aria-role')).toBe('button');
  expect(await scan.attribute('aria-label')).toBe('扫一扫');
  const shown = screen.frameLocator('.page-frame.shown');
  expect(await shown.getByRole('button', { name: '扫一扫' }).count()).toBe(1);
}

const builtApp = existsSync(join(WEAPP, 'app.json')) ? describe : describe.skip;
builtApp('the compiled mini-program of this repository', () => {
  test('its pages render through Taro, its tab bar is there, and a tap opens a page', async () => {
    const person = new SettablePerson();
    person.decide('login', { code: 'of-nobody' });
    person.decide('getLocation', 'deny');
    const { host, app, close } = await drive({ dist: WEAPP, person });
    try {
      const page = await app.currentPage();
      expect(page?.path).toBe('pages/home/index');
      await eventually(async () => expect(await page?.$('#scan-button')).not.toBeNull());
      expect(await host.page.locator('#tabs button').allTextContents()).toEqual([
        '首页',
        '分类',
        '购物车',
        '我的',
      ]);
      await expectRoles(host.page, page);
      await host.page.locator('#tabs button').nth(3).click();
      await host.page.frameLocator('.page-frame.shown').getByText('附近门店').click();
      await eventually(async () => expect((await app.currentPage())?.path).toBe('store/nearby/index'));
      await host.page.locator('#back').click();
      await eventually(async () => expect((await app.currentPage())?.path).toBe('pages/mine/index'));
      expect(host.exceptions).toEqual([]);
    } finally {
      await close();
    }
  });
});
