import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Driven } from './testing';
import { drive, eventually } from './testing';
import { NUTUI } from './testing-paths';

let driven: Driven;

const shown = () => driven.host.page.frameLocator('.page-frame.shown');
const at = (selector: string) => shown().locator(selector);
const said = (words: string) => eventually(async () => expect(await at('#said').innerText()).toBe(words));
const gone = (selector: string) =>
  eventually(async () => expect(await at(`${selector} >> visible=true`).count()).toBe(0));
const word = (text: string) => shown().getByText(text, { exact: true }).locator('visible=true').last();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where something is once it stands still. */
async function middle(selector: string): Promise<{ x: number; y: number }> {
  const place = at(selector).first();
  let box = { x: 0, y: 0, width: 0, height: 0 };
  await eventually(async () => {
    const now = await place.boundingBox();
    const before = box;
    box = now ?? before;
    expect(now).toEqual(before);
  });
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * A finger goes down, moves in five steps and rests a moment, so that nothing swings on, before it goes up. NutUI listens for one
 * move per rendering, so the last place is told twice.
 */
async function drag(selector: string, by: { x?: number; y?: number }): Promise<void> {
  const { mouse } = driven.host.page;
  const { x, y } = await middle(selector);
  await mouse.move(x, y);
  await mouse.down();
  for (let step = 1; step <= 5; step += 1) {
    await mouse.move(x + ((by.x ?? 0) * step) / 5, y + ((by.y ?? 0) * step) / 5);
    await pause(50);
  }
  await mouse.move(x + (by.x ?? 0), y + (by.y ?? 0) - 1);
  await pause(350);
  await mouse.up();
}

/** NutUI's own components (MIT), compiled by Taro: code that knows nothing of this host. */
const built = existsSync(join(NUTUI, 'app.json')) ? describe : describe.skip;
built('NutUI, compiled by Taro', () => {
  beforeAll(async () => {
    driven = await drive({ dist: NUTUI });
    driven.host.page.setDefaultTimeout(10_000);
  });
  afterAll(() => driven.close());

  test('a popup opens, says who it is, and closes by its overlay', async () => {
    await at('#open-popup').click();
    await at('#popup-words').waitFor();
    expect(await shown().getByRole('button', { name: '关闭' }).getAttribute('aria-role')).toBe('button');
    await at('.nut-popup-overlay, .nut-overlay')
      .first()
      .click({ position: { x: 20, y: 200 } });
    await gone('#popup-words');
  });

  test('a dialog is confirmed or cancelled', async () => {
    await at('#open-dialog').click();
    await at('.nut-dialog-footer-ok').click();
    await said('confirmed');
    await gone('.nut-dialog');
    await at('#open-dialog').click();
    await at('.nut-dialog-footer-cancel').click();
    await said('cancelled');
    await gone('.nut-dialog');
  });

  test('a toast comes and goes', async () => {
    await at('#open-toast').click();
    await word('已收藏').waitFor();
    await gone('.nut-toast-inner');
  });

  test('an action sheet tells what was chosen', async () => {
    await at('#open-sheet').click();
    await word('相册').click();
    await said('相册');
    await gone('.nut-actionsheet-list');
  });

  test('a wheel turns under the finger and picks where it stops', async () => {
    await at('#open-picker').click();
    await drag('.nut-pickerview-list', { y: -60 });
    await pause(500);
    const stopped = await at('.nut-pickerview-roller-item-active').innerText();
    expect(['燕麦', '炭灰']).toContain(stopped);
    await word('确认').click();
    await said(stopped);
    await gone('.nut-pickerview-list');
  });

  test('a date has three wheels', async () => {
    await at('#open-date').click();
    await eventually(async () => expect(await at('.nut-pickerview-list >> visible=true').count()).toBe(3));
    await word('确认').click();
    await said('2026-03-08');
    await gone('.nut-pickerview-list');
  });

  test.each(['cascader', 'address'])('%s goes down level by level', async (name) => {
    await at(`#open-${name}`).click();
    for (const place of ['浙江', '杭州', '西湖区']) await word(place).click();
    await said('浙江/杭州/西湖区');
    await gone('.nut-cascader-item');
  });

  test('tabs switch, a swiper is swiped, a swipe opens and gives its button', async () => {
    await driven.app.callWxMethod('navigateTo', { url: '/pages/moving/index' });
    await word('评价').click();
    await word('第二页').waitFor();
    await drag('#swiper', { x: -120 });
    await said('swiper 2');
    await drag('#swipe', { x: -120 });
    await said('swipe open');
    await at('#remove').click();
    await said('removed');
  });

  test('controls tell their values', async () => {
    for (const times of [2, 3, 3]) {
      await at('.nut-inputnumber-add').click({ force: true });
      await said(`number ${times}`);
    }
    await drag('.nut-range-button', { x: 60 });
    await eventually(async () => expect(await at('#said').innerText()).toMatch(/^range 4\d$/));
    await at('.nut-switch').click();
    await said('switch true');
    await word('同意').click();
    await said('checkbox true');
    await at('#search input').fill('裙');
    await at('#search input').press('Enter');
    await said('found 裙');
  });

  test('a skeleton gives way to what was loaded', async () => {
    expect(await at('#loaded').count()).toBe(0);
    await at('#load').click();
    await at('#loaded').waitFor();
  });

  test('nothing was thrown', () => {
    expect(driven.host.exceptions).toEqual([]);
  });
});
