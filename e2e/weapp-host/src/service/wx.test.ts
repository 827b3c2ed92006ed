import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Driven } from '../testing';
import { drive, eventually } from '../testing';

let driven: Driven;
let server: Server;
let origin: string;
const pictures: string[] = [];

beforeAll(async () => {
  driven = await drive();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += String(part)));
    request.on('end', () => {
      if (request.url === '/slow') return;
      const status = request.url === '/missing' ? 404 : 200;
      if (request.url?.endsWith('.png') === true) pictures.push(request.url);
      response.writeHead(status, { 'content-type': 'application/json', 'x-kind': 'test' });
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          body,
          type: request.headers['content-type'],
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await driven.close();
});

const evaluate = <T>(run: (...given: never[]) => T, ...given: unknown[]) =>
  driven.app.evaluate(run as (...given: unknown[]) => T, ...given) as Promise<Awaited<T>>;
/** Calls an API with callbacks; answers which of them ran, with what. */
const outcome = (name: string, options: object = {}) =>
  evaluate(
    function (api: string, given: object) {
      return new Promise<{ ran: string[]; value: Record<string, unknown> }>((resolve) => {
        const ran: string[] = [];
        const note = (which: string) => (value: unknown) => {
          ran.push(which);
          if (which === 'complete') resolve({ ran, value: value as Record<string, unknown> });
        };
        const call = (wx as unknown as Record<string, (options: object) => void>)[api] as (
          options: object,
        ) => void;
        call({ ...given, success: note('success'), fail: note('fail'), complete: note('complete') });
      });
    },
    name,
    options,
  );
const path = async () => (await driven.app.currentPage())?.path;
const journal = () =>
  evaluate(function () {
    return (getApp() as unknown as { journal: string[] }).journal.splice(0);
  });

describe('the form of an API', () => {
  test('success, then complete, with errMsg', async () => {
    expect(await outcome('setStorage', { key: 'a', data: 1 })).toEqual({
      ran: ['success', 'complete'],
      value: { errMsg: 'setStorage:ok' },
    });
  });

  test('fail, then complete, with the reason', async () => {
    expect(await outcome('getStorage', { key: 'nothing' })).toEqual({
      ran: ['fail', 'complete'],
      value: { errMsg: 'getStorage:fail data not found' },
    });
  });

  test('a promise when no callback is given', async () => {
    expect(await driven.app.callWxMethod('getNetworkType')).toEqual({
      networkType: 'wifi',
      errMsg: 'getNetworkType:ok',
    });
    const rejected = await evaluate(function () {
      return (wx.getStorage as unknown as (options: object) => Promise<unknown>)({ key: 'nothing' }).catch(
        (error: unknown) => error,
      );
    });
    expect(rejected).toEqual({ errMsg: 'getStorage:fail data not found' });
  });

  test('an API that is documented but not emulated says so; an unknown one is undefined', async () => {
    await expect(driven.app.callWxMethod('openBluetoothAdapter')).rejects.toThrow(
      'wx.openBluetoothAdapter is not emulated by weapp-host',
    );
    expect(
      await evaluate(function () {
        return [
          typeof (wx as unknown as Record<string, unknown>).neverHeardOf,
          wx.canIUse('request'),
          wx.canIUse('createWorker'),
        ];
      }),
    ).toEqual(['undefined', true, false]);
  });
});

describe('storage', () => {
  test('keeps types, answers an empty word for what is missing, counts its keys', async () => {
    const kept = await evaluate(function () {
      wx.clearStorageSync();
      wx.setStorageSync('list', [1, { a: null }]);
      wx.setStorageSync('zero', 0);
      return [
        wx.getStorageSync('list'),
        wx.getStorageSync('zero'),
        wx.getStorageSync('missing'),
        wx.getStorageInfoSync().keys,
      ];
    });
    expect(kept).toEqual([[1, { a: null }], 0, '', ['list', 'zero']]);
    expect(Object.keys(driven.host.storage())).toEqual(['list', 'zero']);
  });

  test('refuses a value over 1 MB', async () => {
    const { value } = await outcome('setStorage', { key: 'big', data: 'x'.repeat(1024 * 1024 + 1) });
    expect(value).toEqual({ errMsg: 'setStorage:fail entry size limit reached' });
  });
});

describe('request', () => {
  test('a proxy stands in for an origin, for requests and for pictures', async () => {
    const { app, host, close } = await drive({ proxy: { 'http://10.255.255.1:7300': origin } });
    try {
      const url = 'http://10.255.255.1:7300/q?a=1';
      const picture = 'http://10.255.255.1:7300/picture.png';
      await host.page.evaluate((src) => {
        const image = document.createElement('img');
        document.body.append(image);
        image.src = src;
      }, picture);
      await eventually(() => Promise.resolve(expect(pictures).toEqual(['/picture.png'])));
      const answered = await app.evaluate(
        function (it: string) {
          return new Promise((success, fail) => {
            wx.request!({ url: it, success, fail } as never);
          });
        } as never,
        url,
      );
      expect(answered).toMatchObject({ data: { url: '/q?a=1' } });
    } finally {
      await close();
    }
  });

  test('an object goes out as JSON and JSON comes back as an object', async () => {
    const { ran, value } = await outcome('request', {
      url: `${origin}/a`,
      method: 'POST',
      data: { b: 1 },
      header: { 'content-type': 'application/json' },
    });
    expect(ran).toEqual(['success', 'complete']);
    expect(value).toMatchObject({
      statusCode: 200,
      errMsg: 'request:ok',
      header: { 'x-kind': 'test' },
      data: { method: 'POST', body: '{"b":1}', type: 'application/json' },
    });
  });

  test('the data of a GET stand in the query; a status is no failure', async () => {
    const { value } = await outcome('request', { url: `${origin}/q`, data: { a: 'x y', b: 2 } });
    expect(value).toMatchObject({ data: { url: '/q?a=x%20y&b=2' } });
    expect((await outcome('request', { url: `${origin}/missing` })).value).toMatchObject({
      statusCode: 404,
      errMsg: 'request:ok',
    });
  });

  test('nobody there, no time left and no network are failures', async () => {
    expect((await outcome('request', { url: 'http://127.0.0.1:1/' })).value.errMsg).toMatch(/^request:fail /);
    expect((await outcome('request', { url: `${origin}/slow`, timeout: 50 })).value.errMsg).toBe(
      'request:fail timeout',
    );
    await driven.host.setNetwork('none');
    expect((await outcome('request', { url: `${origin}/a` })).value.errMsg).toMatch(
      /ERR_INTERNET_DISCONNECTED/,
    );
    expect((await outcome('getNetworkType')).value).toMatchObject({ networkType: 'none' });
    await driven.host.setNetwork('wifi');
  });
});

describe('routes', () => {
  test('pages come and go in the order that WeChat documents', async () => {
    await driven.app.callWxMethod('reLaunch', { url: '/pages/home/home' });
    await eventually(async () => expect(await journal()).toContain('home.onReady'));
    await driven.app.callWxMethod('navigateTo', { url: '/sub/pages/detail/detail' });
    let seen: string[] = [];
    await eventually(async () => {
      seen = [...seen, ...(await journal())];
      expect(seen).toEqual(['home.onHide', 'detail.onLoad', 'detail.onShow', 'detail.onReady']);
    });
    await driven.app.callWxMethod('navigateBack');
    expect(await journal()).toEqual(['detail.onUnload', 'home.onShow']);
    await driven.app.callWxMethod('switchTab', { url: '/pages/mine/mine' });
    expect((await journal()).slice(0, 3)).toEqual(['home.onHide', 'mine.onLoad', 'mine.onShow']);
    await driven.app.callWxMethod('switchTab', { url: '/pages/home/home' });
    expect((await journal()).filter((line) => line !== 'mine.onReady')).toEqual([
      'mine.onHide',
      'home.onShow',
    ]);
  });

  test('refuses what WeChat refuses, in its words', async () => {
    const refusal = async (name: string, options: object) => (await outcome(name, options)).value.errMsg;
    expect(await refusal('navigateTo', { url: '/pages/mine/mine' })).toBe(
      'navigateTo:fail can not navigateTo a tabbar page',
    );
    expect(await refusal('navigateTo', { url: '/nowhere' })).toBe(
      'navigateTo:fail page "nowhere" is not found',
    );
    expect(await refusal('switchTab', { url: '/sub/pages/detail/detail' })).toBe(
      'switchTab:fail can not switch to no-tabBar page',
    );
    expect(await refusal('navigateBack', {})).toBe('navigateBack:fail cannot navigate back at first page.');
  });

  test('an eleventh page does not open', async () => {
    for (let depth = 1; depth < 10; depth += 1)
      await driven.app.callWxMethod('navigateTo', { url: '/sub/pages/detail/detail' });
    const { value } = await outcome('navigateTo', { url: '/sub/pages/detail/detail' });
    expect(value.errMsg).toBe('navigateTo:fail webview count limit exceed');
    await driven.app.callWxMethod('reLaunch', { url: '/pages/home/home' });
    expect(await path()).toBe('pages/home/home');
  });
});

describe('what the view draws', () => {
  const screen = () => driven.host.page;

  test('a toast comes and goes', async () => {
    await driven.app.callWxMethod('showToast', { title: '已加入', duration: 300 });
    expect(await screen().locator('.toast').innerText()).toContain('已加入');
    await eventually(async () => expect(await screen().locator('.toast').count()).toBe(0));
  });

  test('a modal answers which button was pressed', async () => {
    const asked = outcome('showModal', { title: '删除？', content: '不能撤销' });
    await screen().locator('.modal .confirm').click();
    expect((await asked).value).toMatchObject({ confirm: true, cancel: false, errMsg: 'showModal:ok' });
  });

  test('an action sheet answers the item, or fails as cancelled', async () => {
    const first = outcome('showActionSheet', { itemList: ['甲', '乙'] });
    await screen().locator('.sheet .item').nth(1).click();
    expect((await first).value).toMatchObject({ tapIndex: 1 });
    const second = outcome('showActionSheet', { itemList: ['甲'] });
    await screen().locator('.sheet .cancel').click();
    expect((await second).value).toEqual({ errMsg: 'showActionSheet:fail cancel' });
  });

  test('the navigation bar and the tab bar change', async () => {
    await driven.app.callWxMethod('setNavigationBarTitle', { title: '新标题' });
    expect(await screen().locator('#title').innerText()).toBe('新标题');
    await driven.app.callWxMethod('setTabBarBadge', { index: 1, text: '3' });
    expect(await screen().locator('#tabs .badge').innerText()).toBe('3');
    await screen().locator('#tabs button').nth(1).click();
    await eventually(async () => expect(await path()).toBe('pages/mine/mine'));
    await driven.app.callWxMethod('switchTab', { url: '/pages/home/home' });
  });

  test('pulling refreshes, and the end of the page is told', async () => {
    await journal();
    await driven.app.callWxMethod('startPullDownRefresh');
    expect(await journal()).toContain('home.onPullDownRefresh');
    await driven.app.callWxMethod('navigateTo', { url: '/sub/pages/detail/detail' });
    await driven.app.callWxMethod('pageScrollTo', { scrollTop: 5000 });
    await eventually(async () => expect(await journal()).toContain('detail.onReachBottom'));
    await screen().locator('#back').click();
    await eventually(async () => expect(await path()).toBe('pages/home/home'));
  });
});

test('an error in a handler reaches App.onError and the host, and the app goes on', async () => {
  await driven.app.evaluate(function () {
    setTimeout(() => {
      throw new Error('broken on purpose');
    }, 0);
  });
  await eventually(async () =>
    expect(driven.host.exceptions.map(({ message }) => message)).toContain('broken on purpose'),
  );
  expect(await journal()).toContain('app.onError broken on purpose');
});

test('going to the background hides page and app', async () => {
  await journal();
  await driven.host.setHidden(true);
  await driven.host.setHidden(false);
  await eventually(async () =>
    expect(await journal()).toEqual(['home.onHide', 'app.onHide', 'app.onShow', 'home.onShow']),
  );
});
