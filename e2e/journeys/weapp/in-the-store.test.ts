import type { Browser } from 'playwright-core';
import { openBrowser } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';

/** 顾然 gives no location, on the smallest phone there is; and scans codes in the store. */
const PHONE = { width: 320 };
const HERE = {
  name: '静安寺',
  address: '上海市静安区南京西路1686号',
  latitude: 31.2237,
  longitude: 121.4454,
};
/** Codes of the demo shop: a store, and a product in it. */
const STORE_CODE = 'sh002';
const PRODUCT_CODE = 'sh001-p001';

let browser: Browser;
let gu: OnPhone;

beforeAll(async () => {
  browser = await openBrowser();
  gu = await shopperOnPhone(browser, 'gu', PHONE);
});
afterAll(async () => {
  await gu.leave();
  await browser.close();
});
afterEach(() => expect(gu.problems).toEqual([]));

const asked = (question: string) =>
  gu.host?.person.asked.filter((one) => one.question === question).length ?? 1;
const scans = (text: { result: string; path?: string }) =>
  gu.decide('scanCode', { scanType: 'WX_CODE', charSet: 'utf-8', rawData: '', ...text });

describe('without a location', () => {
  it('refuses it, and is offered the map instead', async () => {
    await gu.see('page-home');
    gu.decide('authorize', 'deny');
    await gu.tap('locate-store');
    await gu.arrive('store/nearby/index');
    await gu.see('location-refused');
    await gu.shoot('location-refused');
    expect(asked('getLocation')).toBe(0);
  });

  it('closes the map and is where they were', async () => {
    gu.decide('chooseLocation', 'cancel');
    await gu.tap('pick-place-big');
    await gu.see('location-refused');
  });

  it('points at the map, chooses a store by hand, and it stays chosen', async () => {
    gu.decide('chooseLocation', HERE);
    await gu.tap('pick-place-big');
    const nearest = await gu.firstFrom('store-');
    await gu.shoot('stores-by-hand');
    expect(nearest).toBe('store-SH001');
    await gu.tap('store-SH003');
    await gu.arrive('pages/home/index');
    await gu.reads('current-store', '自提门店');
    await gu.shoot('store-by-hand');
  });
});

describe('scanning', () => {
  it('closes the camera, or scans what is not ours, and stays', async () => {
    gu.decide('scanCode', 'cancel');
    await gu.tap('scan-button');
    scans({ result: 'https://example.com/menu' });
    await gu.tap('scan-button');
    await gu.see('page-home');
    expect(await gu.app.pageStack()).toHaveLength(1);
  });

  it('scans the code of a store and is welcomed in it', async () => {
    scans({ result: '', path: `pages/home/index?scene=${STORE_CODE}` });
    await gu.tap('scan-button');
    await gu.arrive('store/landing/index');
    await gu.reads('store-chosen', '南京西路店');
    await gu.shoot('store-scanned');
    await gu.back();
    await gu.reads('current-store', '南京西路店');
  });

  it('scans the code of a product and is at it, in that store', async () => {
    scans({ result: '', path: `pages/home/index?scene=${PRODUCT_CODE}` });
    await gu.tap('scan-button');
    expect((await gu.arrive('goods/detail/index'))['productId']).toBe('P001');
    await gu.reads('store-chosen', '静安寺店');
    await gu.see('gallery');
    await gu.shoot('product-scanned');
  });
});

it('opens the mini-program by a code that was scanned with WeChat', async () => {
  const cold = await shopperOnPhone(browser, 'gu', {
    open: `pages/home/index?scene=${PRODUCT_CODE}`,
    scene: 1047,
  });
  await cold.arrive('goods/detail/index');
  await cold.reads('store-chosen', '静安寺店');
  await cold.shoot('opened-by-code');
  expect(cold.problems).toEqual([]);
  await cold.leave();
});
