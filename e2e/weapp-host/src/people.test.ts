import { startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox } from '@omni/wechat-sandbox';
import type { Browser } from 'playwright-core';
import { openBrowser } from './host';
import type { Driven } from './testing';
import { drive } from './testing';

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

test('what nobody answers is an error, not a yes', async () => {
  await expect(call('scanCode')).rejects.toThrow('a person of the sandbox has no answer to scanCode');
  driven.host.person.decide('scanCode', { result: 'https://example.com/s/1', path: 'pages/home/home' });
  expect(await call('scanCode')).toMatchObject({ result: 'https://example.com/s/1', errMsg: 'scanCode:ok' });
});
