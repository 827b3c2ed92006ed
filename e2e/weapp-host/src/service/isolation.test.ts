import type { Driven } from '../testing';
import { drive, eventually } from '../testing';

let driven: Driven;
beforeAll(async () => {
  driven = await drive();
});
afterAll(() => driven.close());

const evaluate = <T>(run: (...given: never[]) => T, ...given: unknown[]) =>
  driven.app.evaluate(run as (...given: unknown[]) => T, ...given) as Promise<T>;

const BROWSER =
  `window self document navigator location history fetch XMLHttpRequest WebSocket EventSource localStorage
sessionStorage indexedDB caches MutationObserver IntersectionObserver ResizeObserver Node Element HTMLElement Event CustomEvent
Image Blob File FormData URL URLSearchParams Headers Request Response Worker MessageChannel BroadcastChannel performance crypto
requestAnimationFrame queueMicrotask structuredClone postMessage importScripts addEventListener onmessage close atob btoa
TextEncoder TextDecoder WebAssembly OffscreenCanvas eval`.split(/\s+/);

test('the service has nothing of a browser, neither by name nor through Function("return this")()', async () => {
  const leaked = await evaluate(function (names: string[]) {
    const scope = Function('return this')() as Record<string, unknown>;
    return names.filter((name) => scope[name] !== undefined || name in scope);
  }, BROWSER);
  expect(leaked).toEqual([]);
});

test('the constructor of a function does not lead out either', async () => {
  const message = await evaluate(function () {
    try {
      const make = Reflect.get(() => undefined, 'constructor') as (code: string) => () => unknown;
      return String(make('return 1')());
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toBe('new Function is refused in a mini-program');
});

test('what a mini-program does have is there', async () => {
  const missing = await evaluate(function (names: string[]) {
    return names.filter((name) => !(name in globalThis));
  }, 'wx App Page Component Behavior getApp getCurrentPages console setTimeout setInterval Promise Map Proxy'.split(' '));
  expect(missing).toEqual([]);
});

test('wx is a plain object that bundlers may write to', async () => {
  expect(
    await evaluate(function () {
      const scope = wx as unknown as Record<string, unknown>;
      scope.webpackJsonp = [1];
      return scope.webpackJsonp;
    }),
  ).toEqual([1]);
});

test('setData reaches the view later, not within the call', async () => {
  const order = await driven.host.page.evaluate(async () => {
    const shown = () =>
      document.querySelector<HTMLIFrameElement>('.page-frame.shown')?.contentDocument?.querySelector('.total')
        ?.textContent;
    const [stack] = [
      (await window.__weappHost.automate('App.getCurrentPage', {} as never)) as { pageId: number },
    ];
    const before = shown();
    const done = window.__weappHost.automate('Page.setData', {
      pageId: stack.pageId,
      data: { total: 500 },
    } as never);
    const right = shown();
    await done;
    return { before, right };
  });
  expect(order.right).toBe(order.before);
  await eventually(async () =>
    expect(await driven.host.page.frameLocator('.page-frame.shown').locator('.total').innerText()).toBe(
      '合计 ¥5.00',
    ),
  );
});

test('a selector query right after setData waits for the view; many setData arrive in their order', async () => {
  const seen = await evaluate(async function () {
    const page = getCurrentPages()[0] as unknown as { setData(data: object, done?: () => void): void };
    const calls: string[] = [];
    for (let i = 0; i < 20; i += 1) page.setData({ total: i * 100 });
    page.setData({ total: 9900 }, () => calls.push('drawn'));
    calls.push('after setData');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return calls;
  });
  expect(seen).toEqual(['after setData', 'drawn']);
  expect(await driven.host.page.frameLocator('.page-frame.shown').locator('.total').innerText()).toBe(
    '合计 ¥99.00',
  );
});

test('a selector query measures what the view shows', async () => {
  const rect = await evaluate(async function () {
    const query = wx.createSelectorQuery();
    return new Promise((resolve) => {
      query.select('#box').boundingClientRect();
      query.selectViewport().scrollOffset();
      query.exec((results: unknown) => resolve(results));
    });
  });
  expect(rect).toEqual([
    expect.objectContaining({ left: 0, top: 0, width: 375 }),
    expect.objectContaining({ scrollTop: 0 }),
  ]);
});

test('an event is a plain object that can be written as JSON', async () => {
  const page = await driven.app.currentPage();
  await (await page?.$('.item'))?.tap();
  await eventually(async () => {
    const written = await evaluate(function () {
      return (getCurrentPages()[0] as unknown as { lastEvent?: string }).lastEvent;
    });
    expect(JSON.parse(String(written))).toMatchObject({
      type: 'tap',
      currentTarget: { id: '', dataset: { id: 1 } },
      detail: { x: expect.any(Number), y: expect.any(Number) },
      changedTouches: [expect.objectContaining({ identifier: 0 })],
      mark: {},
    });
  });
});
