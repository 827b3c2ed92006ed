import { startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox } from '@omni/wechat-sandbox';
import type { Browser } from 'playwright-core';
import { openBrowser } from './host';
import type { Driven } from './testing';
import { drive, eventually } from './testing';

let sandbox: Sandbox;
let browser: Browser;
let driven: Driven;
beforeAll(async () => {
  browser = await openBrowser();
  sandbox = await startSandbox();
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
});
beforeEach(async () => {
  const { shoppers } = await sandbox.control.people();
  driven = await drive({ person: shoppers[0]!.id, sandboxUrl: sandbox.url, browser });
});
afterEach(() => driven.close());

const call = (name: string, options: object = {}) =>
  driven.app.callWxMethod(name, options) as Promise<Record<string, unknown>>;
type Native = Record<string, (data?: object) => Promise<unknown>>;
const native = (name: string, data?: object) =>
  (driven.app as unknown as { native(): Native }).native()[name]?.(data);
const asked = () => driven.host.person.asked.map(({ question }) => question);

test('a shopper of the sandbox logs in, stands somewhere and takes messages', async () => {
  expect(await call('login')).toEqual({ code: expect.any(String), errMsg: 'login:ok' });
  expect(await call('getLocation', { type: 'gcj02' })).toMatchObject({
    latitude: expect.any(Number),
    longitude: expect.any(Number),
  });
  expect(asked()).toEqual(['login', 'privacy', 'authorize', 'getLocation']);
  await expect(call('requestSubscribeMessage', { tmplIds: ['t1'] })).rejects.toThrow(
    'can only be invoked by user TAP gesture.',
  );
  await (await (await driven.app.currentPage())?.$('.item'))?.tap();
  expect(await call('requestSubscribeMessage', { tmplIds: ['t1'] })).toHaveProperty('t1');
});

test('privacy and permission are asked once; a refusal is remembered', async () => {
  driven.host.person.decide('authorize', 'deny');
  await expect(call('getLocation')).rejects.toThrow('getLocation:fail auth deny');
  await expect(call('getLocation')).rejects.toThrow('getLocation:fail auth deny');
  expect(asked()).toEqual(['privacy', 'authorize']);
  expect(await call('getSetting')).toMatchObject({ authSetting: { 'scope.userLocation': false } });
});

test('without the privacy agreement a private API fails', async () => {
  driven.host.person.decide('privacy', 'deny');
  await expect(call('getLocation')).rejects.toThrow('getLocation:fail privacy permission is not authorized');
});

test('an API that app.json does not declare fails before anybody is asked', async () => {
  await expect(call('chooseLocation')).rejects.toThrow('need to be declared in the requiredPrivateInfos');
  expect(asked()).toEqual([]);
});

test('the page may ask for the agreement itself', async () => {
  await driven.app.evaluate(function () {
    (
      wx as unknown as {
        onNeedPrivacyAuthorization(listener: (resolve: (choice: object) => void) => void): void;
      }
    ).onNeedPrivacyAuthorization((resolve) => resolve({ event: 'disagree' }));
  });
  await expect(call('getLocation')).rejects.toThrow('privacy permission is not authorized');
  expect(asked()).toEqual([]);
});

test('a payment is checked by the sandbox, or cancelled by the person', async () => {
  await expect(call('requestPayment', { package: 'prepay_id=none' })).rejects.toThrow(
    /^requestPayment:fail /,
  );
  driven.host.person.decide('requestPayment', 'cancel');
  await expect(call('requestPayment', {})).rejects.toThrow('requestPayment:fail cancel');
});

test('a shopper of the sandbox has an address, a profile, and nothing to scan unless it was decided', async () => {
  expect(await call('chooseAddress')).toEqual({
    userName: '林小满',
    postalCode: '310000',
    provinceName: '浙江省',
    cityName: '杭州市',
    countyName: '西湖区',
    streetName: '文新街道',
    detailInfo: '文新街道测试路 1 号',
    detailInfoNew: '测试路 1 号',
    nationalCode: '330106',
    telNumber: '13800000000',
    errMsg: 'chooseAddress:ok',
  });
  expect(await call('getUserProfile', { desc: '展示' })).toMatchObject({
    userInfo: { nickName: '微信用户' },
  });
  await expect(call('scanCode')).rejects.toThrow('scanCode:fail cancel');
  driven.host.person.decide('scanCode', { result: 'https://example.com/s/1', path: 'pages/home/home' });
  expect(await call('scanCode')).toMatchObject({ result: 'https://example.com/s/1', errMsg: 'scanCode:ok' });
});

test('a question waits until a button of WeChat is pressed', async () => {
  const { person } = driven.host;
  person.decide('authorize', 'wait');
  const place = call('getLocation');
  await eventually(async () => expect(asked()).toContain('authorize'));
  await native('authorizeAllow');
  expect(await place).toHaveProperty('latitude');
  person.decide('requestPayment', 'wait');
  const payment = expect(call('requestPayment', {})).rejects.toThrow('requestPayment:fail cancel');
  await eventually(async () => expect(asked()).toContain('requestPayment'));
  await native('closePaymentDialog');
  await payment;
  await expect(native('shareConfirm')).rejects.toThrow('nothing is asked');
});

test('goHome and switchTab are pressed too', async () => {
  const path = async () => (await driven.app.currentPage())?.path;
  await native('switchTab', { url: '/pages/mine/mine' });
  expect(await path()).toBe('pages/mine/mine');
  await native('goHome');
  expect(await path()).toBe('pages/home/home');
});

test('what nobody answers is an error, not a yes', async () => {
  const nobody = await drive({ browser });
  await expect(nobody.app.callWxMethod('scanCode')).rejects.toThrow('nobody answers scanCode');
  expect(nobody.host.exceptions).toHaveLength(1);
  await nobody.close();
});
