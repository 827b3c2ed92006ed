import type { Driven, Field } from '../testing';
import { drive, eventually } from '../testing';
import { GALLERY } from '../testing-paths';

type Entry = { name: string; detail: Record<string, unknown> };
type Found = { tap(): Promise<void>; text(): Promise<string> };
type Client = Record<string, (...given: unknown[]) => Promise<unknown>>;

let driven: Driven;
beforeAll(async () => {
  driven = await drive({ dist: GALLERY });
});
afterAll(() => driven.close());

const open = async (name: string) => {
  await driven.app.callWxMethod('reLaunch', { url: `/pages/${name}/${name}` });
};
const page = async () => {
  const top = await driven.app.currentPage();
  if (top === undefined) throw new Error('no page');
  return top;
};
const at = async <T = Found>(selector: string): Promise<T> => {
  const found = await (await page()).$(selector);
  if (found === null) throw new Error(`nothing is ${selector}`);
  return found as unknown as T;
};
const tap = async (selector: string) => (await at(selector)).tap();
const events = async () => (await (await page()).data('events')) as Entry[];
const detailOf = async (name: string) => (await events()).findLast((entry) => entry.name === name)?.detail;
const names = async () => (await events()).map(({ name }) => name);
const expectDetail = (name: string, detail: unknown) =>
  eventually(async () => expect(await detailOf(name)).toEqual(detail));
const screen = () => driven.host.page;
const frame = () => driven.host.page.frameLocator('.page-frame.shown');

describe('fields', () => {
  beforeEach(() => open('fields'));

  test('an input tells focus, input, confirm, blur and change, and keeps its length', async () => {
    await frame().locator('#name input').click();
    await frame().locator('#name input').fill('乙丙');
    await frame().locator('#name input').press('Enter');
    await expectDetail('name.change', { value: '乙丙' });
    expect(await names()).toEqual(['name.focus', 'name.input', 'name.confirm', 'name.blur', 'name.change']);
    await (await at<Field>('#name')).input('一二三四五六七');
    await expectDetail('name.input', { value: '一二三四五', cursor: 5, keyCode: 0 });
    expect(await (await at<Field>('#name')).value()).toBe('一二三四五');
  });

  test('a checkbox group lists what is checked; a label presses its box; a disabled one stays', async () => {
    await tap('#label-a');
    await expectDetail('checks.change', { value: ['a', 'b'] });
    await tap('#check-c');
    await tap('#check-b');
    await expectDetail('checks.change', { value: ['a'] });
  });

  test('of a radio group one is chosen, and choosing it again tells nothing', async () => {
    await tap('#radio-x');
    await tap('#radio-y');
    await expectDetail('radios.change', { value: 'y' });
    expect((await names()).filter((name) => name === 'radios.change')).toHaveLength(1);
  });

  test('a switch flips by a tap and by the automator', async () => {
    await tap('#switch');
    await expectDetail('switch.change', { value: true });
  });

  test('a slider tells where it was slid to', async () => {
    await ((await at<Client>('#slider')).slideTo as Client[string])(33);
    await expectDetail('slider.change', { value: 33 });
  });

  test('a picker opens a sheet: confirmed it tells an index, closed it tells cancel', async () => {
    await tap('#picker');
    await screen().locator('.sheet select').selectOption('桃');
    await screen().locator('.sheet .confirm').click();
    await expectDetail('picker.change', { value: 2 });
    await tap('#picker');
    await screen().locator('.sheet .cancel').click();
    await expectDetail('picker.cancel', {});
  });

  test('range-key names the words; several columns, dates and times have values of their own', async () => {
    await tap('#named');
    expect(await screen().locator('.sheet option').allTextContents()).toEqual(['甲', '乙']);
    await screen().locator('.sheet .confirm').click();
    await tap('#multi');
    await screen().locator('.sheet select').nth(1).selectOption('e');
    await screen().locator('.sheet .confirm').click();
    await expectDetail('multi.change', { value: [0, 2] });
    await tap('#date');
    await screen().locator('.sheet select').nth(2).selectOption('09');
    await screen().locator('.sheet .confirm').click();
    await expectDetail('date.change', { value: '2026-03-09' });
    await tap('#time');
    await screen().locator('.sheet .confirm').click();
    await expectDetail('time.change', { value: '08:30' });
  });

  test('a form gathers its named fields and empties them', async () => {
    await (await at<Field>('#note')).input('轻放');
    await tap('#submit');
    await eventually(async () =>
      expect((await detailOf('form.submit'))?.value).toEqual({
        name: '甲',
        note: '轻放',
        checks: ['b'],
        radios: 'x',
        switch: false,
        slider: 20,
        picker: 1,
      }),
    );
    await tap('#reset');
    await expectDetail('form.reset', {});
    expect(await (await at<Field>('#note')).value()).toBe('');
  });

  test('a disabled button takes no tap', async () => {
    await tap('#disabled');
    await tap('#switch');
    await expectDetail('switch.change', { value: true });
    expect(await names()).not.toContain('disabled.tap');
  });

  test('the phone number button answers a code or the words of the refusal', async () => {
    driven.host.person.decide('getPhoneNumber', 'deny');
    await tap('#phone');
    await expectDetail('phone.getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' });
    driven.host.person.decide('getPhoneNumber', { code: 'c0de' });
    await tap('#phone');
    await expectDetail('phone.getphonenumber', { code: 'c0de', errMsg: 'getPhoneNumber:ok' });
  });
});

describe('boxes', () => {
  beforeEach(() => open('boxes'));

  test('a scroll-view tells how far, and when an end is near', async () => {
    const scroller = await at<Client>('#scroller');
    await (scroller.scrollTo as Client[string])(0, 700);
    await eventually(async () =>
      expect(await detailOf('scroller.scroll')).toMatchObject({ scrollTop: 700, scrollHeight: 800 }),
    );
    await expectDetail('scroller.scrolltolower', { direction: 'bottom' });
    await (scroller.scrollTo as Client[string])(0, 0);
    await expectDetail('scroller.scrolltoupper', { direction: 'top' });
  });

  test('scroll-into-view brings a row to the top', async () => {
    await (await page()).setData({ into: 'row-5' });
    await eventually(async () => expect(await detailOf('scroller.scroll')).toMatchObject({ scrollTop: 200 }));
  });

  test('a swiper tells change with its source, then animationfinish', async () => {
    await ((await at<Client>('#swiper')).swipeTo as Client[string])(2);
    await expectDetail('swiper.animationfinish', { current: 2, currentItemId: 'three', source: 'touch' });
    await (await page()).setData({ current: 1 });
    await expectDetail('swiper.change', { current: 1, currentItemId: 'two', source: '' });
  });

  test('a movable view tells where it is', async () => {
    await ((await at<Client>('#movable')).moveTo as Client[string])(30, 40);
    await expectDetail('movable.change', { x: 30, y: 40, source: 'touch' });
  });

  test('taps bubble until somebody catches them, and are seen on the way down', async () => {
    await tap('#inner');
    await tap('#bubbling');
    await tap('#below');
    await eventually(async () => expect(await names()).toContain('below.tap'));
    const taps = (await names()).filter((name) => name.endsWith('.tap'));
    expect(taps).toEqual([
      'inner.tap',
      'catching.tap',
      'bubbling.tap',
      'outer.tap',
      'captured.tap',
      'below.tap',
    ]);
  });

  test('a long press is no tap', async () => {
    await frame().locator('#bubbling').click({ delay: 450 });
    await eventually(async () => expect(await names()).toContain('bubbling.touchend'));
    expect(await names()).toEqual(['bubbling.touchstart', 'bubbling.longpress', 'bubbling.touchend']);
  });

  test('hover-class stands while the finger is down', async () => {
    const inner = frame().locator('#inner');
    await inner.hover();
    await screen().mouse.down();
    await eventually(async () => expect(await inner.getAttribute('class')).toBe('pressed'));
    await screen().mouse.up();
    expect(await inner.getAttribute('class')).toBe('pressed');
    await eventually(async () => expect(await inner.getAttribute('class')).toBe(''));
  });

  test('a movable view follows the finger as far as its area goes', async () => {
    const box = (await frame().locator('#movable').boundingBox()) ?? { x: 0, y: 0 };
    await screen().mouse.move(box.x + 5, box.y + 5);
    await screen().mouse.down();
    await screen().mouse.move(box.x + 45, box.y + 25);
    await expectDetail('movable.change', { x: 40, y: 20, source: 'touch' });
    await screen().mouse.move(box.x + 900, box.y + 25);
    await expectDetail('movable.change', { x: 180, y: 20, source: 'touch' });
    await screen().mouse.up();
  });

  test('an animation is exported once and drawn step by step', async () => {
    const kept = await driven.app.evaluate(function () {
      type Noted = Record<string, (...given: unknown[]) => Noted>;
      const create = wx.createAnimation as unknown as (options: object) => Noted;
      const animation = create({ duration: 30 });
      animation.opacity!(0.5).width!(40).translate!(10, 20).step!().rotate!(90).step!({ duration: 10 });
      (getCurrentPages()[0] as { setData(data: object): void }).setData({ animation: animation.export!() });
      return animation.export!();
    });
    expect(kept).toEqual({ actions: [] });
    const style = () =>
      frame()
        .locator('#animated')
        .evaluate((element) => element.style.cssText);
    await eventually(async () => expect(await style()).toContain('transform: rotate(90deg)'));
    expect(await style()).toContain('opacity: 0.5; width: 40px');
    expect(await style()).toContain('transition: 10ms linear');
  });

  test('a navigator opens its page', async () => {
    await tap('#link');
    await eventually(async () => expect((await page()).query).toEqual({ from: 'link' }));
  });

  test('a root-portal stands outside of the page and goes with its node', async () => {
    await (await page()).setData({ portal: true });
    await eventually(async () =>
      expect(await frame().locator('html > wx-root-portal-content #over').count()).toBe(1),
    );
    await (await page()).setData({ portal: false });
    await eventually(async () => expect(await frame().locator('#over').count()).toBe(0));
  });
});

describe('media', () => {
  beforeEach(() => open('media'));

  test('an image tells its size, a broken one that it failed, widthFix keeps the ratio', async () => {
    await expectDetail('image.load', { width: 1, height: 1 });
    await eventually(async () => expect(await detailOf('broken.error')).toHaveProperty('errMsg'));
    await eventually(async () =>
      expect(await (await at<Client>('#wide')).size?.()).toEqual({ width: 60, height: 60 }),
    );
  });

  test('a lazy image waits until it is near', async () => {
    await expectDetail('image.load', { width: 1, height: 1 });
    expect(await names()).not.toContain('lazy.load');
    await driven.app.callWxMethod('pageScrollTo', { scrollTop: 9000 });
    await expectDetail('lazy.load', { width: 1, height: 1 });
  });

  test('rich-text draws trusted tags only', async () => {
    await eventually(async () =>
      expect(await frame().locator('#html').innerHTML()).toBe('<p class="rich">一<b>二</b></p>'),
    );
    expect(await frame().locator('#nodes').innerHTML()).toBe('<em>三</em>');
  });

  test('text decodes entities, an icon has its size, progress its part', async () => {
    await eventually(async () => expect(await frame().locator('#decoded').innerText()).toBe('<a\u00a0b>'));
    expect(
      await frame()
        .locator('#icon')
        .evaluate((icon) => icon.style.fontSize),
    ).toBe('30px');
    expect(
      await frame()
        .locator('#progress i')
        .evaluate((bar) => bar.style.width),
    ).toBe('40%');
  });

  test('a map shows its markers and tells taps on them', async () => {
    await frame().locator('#map .pin').click();
    await expectDetail('map.markertap', { markerId: 5 });
  });

  test('a canvas shows what the service draws on it', async () => {
    const width = await driven.app.evaluate(function () {
      type Surface = { width: number; height: number; getContext(type: string): CanvasRenderingContext2D };
      const query = wx.createSelectorQuery() as unknown as {
        select(selector: string): { fields(fields: object): void };
        exec(done: (results: [{ node: Surface; width: number }]) => void): void;
      };
      return new Promise((resolve) => {
        query.select('#canvas').fields({ node: true, size: true });
        query.exec(([{ node, width: shown }]) => {
          Object.assign(node, { width: 100, height: 50 });
          const context = node.getContext('2d');
          context.fillStyle = 'rgb(10, 20, 30)';
          context.fillRect(0, 0, 100, 50);
          resolve([shown, context.measureText('四个汉字').width > 20]);
        });
      });
    });
    expect(width).toEqual([100, true]);
    const pixel = () =>
      frame()
        .locator('#canvas canvas')
        .evaluate((canvas: HTMLCanvasElement) => [
          ...(canvas.getContext('2d')?.getImageData(5, 5, 1, 1).data ?? []),
        ]);
    await eventually(async () => expect(await pixel()).toEqual([10, 20, 30, 255]));
  });

  test('nothing was thrown', () => {
    expect(driven.host.exceptions).toEqual([]);
  });
});
