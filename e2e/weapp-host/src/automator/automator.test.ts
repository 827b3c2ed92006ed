import WebSocket from 'ws';
import type { Driven, Field } from '../testing';
import { drive, eventually } from '../testing';

let driven: Driven;
beforeAll(async () => {
  driven = await drive();
});
afterAll(() => driven.close());
beforeEach(async () => {
  await driven.app.callWxMethod('reLaunch', { url: '/pages/home/home' });
});

type Loose = Record<string, (...given: unknown[]) => Promise<never>>;
const app = () => driven.app as unknown as Loose;
const page = async () =>
  (await driven.app.currentPage()) as NonNullable<Awaited<ReturnType<Driven['app']['currentPage']>>>;
const at = async (selector: string) =>
  (await (await page()).$(selector)) as unknown as Loose & Field & { tagName: string };

/** One message of the protocol, without the client. */
function send(method: string, params: object = {}): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(driven.host.wsEndpoint);
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ id: 'one', method, params })));
    socket.on('message', (text: Buffer) => {
      const message = JSON.parse(String(text)) as Record<string, unknown>;
      if (message.id !== 'one') return;
      socket.close();
      resolve(message);
    });
  });
}

describe('the protocol', () => {
  test('a request is answered under its id', async () => {
    expect(await send('Tool.getInfo')).toEqual({ id: 'one', result: { SDKVersion: '3.5.0' } });
  });

  test.each(['App.fly', 'Tool.stopAudits', 'Tool.enableRemoteDebug', 'Element.fly', 'Page.fly'])(
    '%s is an error that says so',
    async (method) => {
      const { error } = (await send(method)) as { error: { message: string } };
      expect(error.message).toMatch(/is not (emulated by weapp-host|known to the service)|destroyed/);
    },
  );

  test('a missing element is an error reply, null for the client, and a destroyed one is told', async () => {
    const { pageId } = (await send('App.getCurrentPage')).result as { pageId: string };
    expect(await send('Page.getElement', { pageId, selector: '.nothing' })).toEqual({
      id: 'one',
      error: { message: 'no such element' },
    });
    expect(await (await page()).$('.nothing')).toBeNull();
    const item = await at('.item');
    await (await page()).setData({ found: [] });
    await expect(item.text?.()).rejects.toThrow('element destroyed');
  });
});

describe('pages', () => {
  test('stack, path and query', async () => {
    await driven.app.callWxMethod('navigateTo', { url: '/sub/pages/detail/detail?a=1' });
    const stack = await driven.app.pageStack();
    expect(stack.map(({ path, query }: { path: string; query: object }) => [path, query])).toEqual([
      ['pages/home/home', {}],
      ['sub/pages/detail/detail', { a: '1' }],
    ]);
  });

  test('data by path, setData, methods', async () => {
    const top = await page();
    expect(await top.data('found[1].name')).toBe('牛仔裤');
    await top.setData({ 'found.[1].name': '长裙' });
    await eventually(async () => expect(await (await top.$$('.name'))[1]?.text()).toBe('长裙'));
    expect(await top.callMethod('sum', 2, 3)).toBe(5);
    await expect(top.callMethod('missing')).rejects.toThrow('page.missing not exists');
  });

  test('size and scroll of the page', async () => {
    await driven.app.callWxMethod('navigateTo', { url: '/sub/pages/detail/detail' });
    await driven.app.callWxMethod('pageScrollTo', { scrollTop: 120 });
    const top = (await page()) as unknown as Loose;
    expect(await top.scrollTop?.()).toBe(120);
    expect(await top.size?.()).toMatchObject({ width: 375 });
  });

  test('elements by xpath', async () => {
    const top = (await page()) as unknown as Loose;
    const total = (await top.xpath?.('//text[@class="total"]')) as unknown as Field & {
      text(): Promise<string>;
    };
    expect(await total.text()).toBe('合计 ¥0.00');
  });
});

describe('elements', () => {
  test('tag, text, attribute, dataset, style, size and offset', async () => {
    const item = await at('.item');
    expect(item.tagName).toBe('view');
    expect(await item.attribute?.('class')).toBe('item');
    expect(await item.attribute?.('data-id')).toBe('1');
    expect(await (await at('.price')).style?.('color')).toBe('rgb(255, 0, 0)');
    expect(await item.size?.()).toEqual({ width: 355, height: 50 });
    expect(await item.offset?.()).toMatchObject({ left: 10 });
  });

  test('wxml without the parts of built-ins', async () => {
    expect(await (await at('.item')).outerWxml?.()).toBe(
      '<view class="item"><text class="name">纯棉T恤</text><text class="price">¥99.00</text></view>',
    );
    expect(await (await at('.search')).outerWxml?.()).toBe(
      '<input class="search" placeholder="搜索"></input>',
    );
  });

  test('value and properties of an input', async () => {
    const field = await at('.search');
    await field.input('裤');
    expect(await field.value()).toBe('裤');
    expect(await field.property?.('placeholder')).toBe('搜索');
  });

  test('a custom component: data, setData, methods, elements inside', async () => {
    const counter = await at('counter');
    expect(await counter.data?.('value')).toBe(3);
    await counter.setData?.({ value: 8 });
    expect(await counter.callMethod?.('double', 2)).toBe(16);
    const inside = (await counter.$?.('.price')) as unknown as { text(): Promise<string> };
    await eventually(async () => expect(await inside.text()).toBe('8'));
  });

  test('touches, long presses and events made by hand reach the listeners', async () => {
    const item = await at('.item');
    await item.trigger?.('tap', {});
    await eventually(async () => expect(await (await at('.total')).text?.()).toBe('合计 ¥99.00'));
  });

  test('a function that this element does not have is an error', async () => {
    const { pageId } = (await send('App.getCurrentPage')).result as { pageId: string };
    const { elementId } = (await send('Page.getElement', { pageId, selector: '.item' })).result as {
      elementId: string;
    };
    expect(
      await send('Element.callFunction', { pageId, elementId, functionName: 'input.input', args: ['a'] }),
    ).toMatchObject({
      error: { message: 'input.input is not emulated by weapp-host' },
    });
  });
});

describe('wx', () => {
  test('is called, mocked by a value, mocked by a function that sees the original, and restored', async () => {
    const id = () =>
      driven.app.callWxMethod('getAccountInfoSync') as Promise<{ miniProgram: { appId: string } }>;
    await driven.app.mockWxMethod('getAccountInfoSync', { miniProgram: { appId: 'mocked' } });
    expect((await id()).miniProgram.appId).toBe('mocked');
    await driven.app.restoreWxMethod('getAccountInfoSync');
    expect((await id()).miniProgram.appId).toBe('wxweapphost');
    await app().mockWxMethod?.(
      'showModal',
      function (options: { title: string }, more: string) {
        return { confirm: true, title: options.title + more };
      },
      '!',
    );
    expect(await driven.app.callWxMethod('showModal', { title: 'a' })).toEqual({
      confirm: true,
      title: 'a!',
    });
    await driven.app.restoreWxMethod('showModal');
  });

  test('a mock whose errMsg says fail goes to fail', async () => {
    await driven.app.mockWxMethod('getNetworkType', { errMsg: 'getNetworkType:fail on purpose' });
    await expect(driven.app.callWxMethod('getNetworkType')).rejects.toThrow('getNetworkType:fail on purpose');
    await driven.app.restoreWxMethod('getNetworkType');
  });

  test('a function runs in the service, and one of the test can be called from there', async () => {
    const heard: unknown[] = [];
    await driven.app.exposeFunction('tellTest', (word: string) => heard.push(word));
    await driven.app.evaluate(function () {
      (globalThis as unknown as { tellTest(word: string): void }).tellTest('hello');
    });
    await eventually(async () => expect(heard).toEqual(['hello']));
  });

  test('console and exceptions arrive as events', async () => {
    const seen: string[] = [];
    driven.app.on('console', (message: { args: string[] }) => seen.push(String(message.args[0])));
    driven.app.on('exception', (error: { exceptionDetails?: { message: string }; message?: string }) =>
      seen.push(error.message ?? error.exceptionDetails?.message ?? ''),
    );
    await driven.app.evaluate(function () {
      (globalThis as unknown as { console: Console }).console.log('a word');
      setTimeout(() => {
        throw new Error('a fault');
      }, 0);
    });
    await eventually(async () => expect(seen).toEqual(expect.arrayContaining(['a word', 'a fault'])));
  });
});

test('buttons of WeChat itself are pressed by Tool.native', async () => {
  const asked = driven.app.callWxMethod('showModal', { title: '好吗' });
  await eventually(async () => expect(await driven.host.page.locator('.modal').count()).toBe(1));
  await send('Tool.native', { method: 'confirmModal' });
  expect(await asked).toMatchObject({ confirm: true });
  expect(await send('Tool.native', { method: 'confirmModal' })).toMatchObject({
    error: { message: 'no modal is open' },
  });
});

test('a screenshot is a png of the phone', async () => {
  const { data } = (await send('App.captureScreenshot')).result as { data: string };
  const png = Buffer.from(data, 'base64');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([750, 1334]);
});
