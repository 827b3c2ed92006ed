import type { Browser } from 'playwright-core';
import { counter, shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser, sandbox, shoot, urls } from '../drivers/suite';

const COLOUR = '雾蓝';
const SIZE = 'M';

let browser: Browser;
let chen: Person;
let bookingId: string;
/** `2026-11-29` in Shanghai. */
let day: string;

beforeAll(async () => {
  browser = await openBrowser();
  chen = await shopper(browser, 'chen', '&scene=sh001-p001');
});
afterAll(() => browser.close());
afterEach(() => expect(chen.problems).toEqual([]));

const answerOf = async <T>(person: Person, endpoint: string, act: () => Promise<void>): Promise<T> => {
  const answered = person.page.waitForResponse((response) => response.url().endsWith(`/api/${endpoint}`));
  await act();
  return (await (await answered).json()) as T;
};

/** News takes a moment. */
async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let looks = 0; looks < 30; looks += 1) {
    if (isSo(await read())) break;
    await chen.page.waitForTimeout(500);
  }
  return read();
}

/** The page asks again every few seconds. */
const reads = async (testId: string, text: string): Promise<void> => {
  await chen.page.locator(`[data-testid="${testId}"]:visible`, { hasText: text }).waitFor();
};

/** At the workbench of 静安寺店, on the day of the fitting. */
async function atFittings(userid: string): Promise<Person> {
  const staff = await counter(browser, userid);
  await staff.tap('open-fittings');
  await staff.tap(`fitting-day-${day}`);
  await staff.see(`fitting-${bookingId}`);
  return staff;
}

describe('a fitting is booked from the goods', () => {
  it('with the SKU chosen on the page of the goods, in the store whose code was scanned', async () => {
    await chen.see('gallery');
    await chen.tap('book-fitting');
    await chen.tap(`sku-value-${COLOUR}`);
    await chen.tap(`sku-value-${SIZE}`);
    await shoot(chen.page, 'fitting-sku');
    await chen.tap('sku-confirm');
    await chen.see('page-booking');
    expect(await chen.read('choose-store')).toContain('静安寺店');
  });

  it('says what is missing, and shows what is free', async () => {
    await chen.see('confirm-booking');
    await chen.tap('confirm-booking');
    await chen.page.getByText('请选择到店时间').first().waitFor();
    const days = chen.page.locator('[data-testid^="day-"]:visible');
    await days.first().waitFor();
    expect(await days.count()).toBe(7);
    await days.nth(1).click();
    const slot = chen.page.locator('[data-testid="slot-14:00"]:visible');
    expect(await slot.textContent()).toContain('余 3');
    await slot.click();
    await shoot(chen.page, 'fitting-times');
  });

  it('is booked once, and the shopper is asked about messages first', async () => {
    await chen.tap('size-M');
    await chen.type('height', '168');
    await chen.type('remark', '想搭配长裤');
    await chen.tap('booking-agree');
    await shoot(chen.page, 'fitting-form');
    const booked = await answerOf<{ bookingId: string; slot: string }>(chen, 'bookings.book', async () => {
      await chen.tap('confirm-booking');
      await chen.tap('sandbox-subscribe-accept');
    });
    ({ bookingId } = booked);
    day = new Date(new Date(booked.slot).getTime() + 8 * 3600_000).toISOString().slice(0, 10);
    await reads('booking-status', '待门店准备');
    await shoot(chen.page, 'fitting-booked');
  });
});

describe('the guide', () => {
  it('is told in WeCom, and sees when, what and which size, but not who', async () => {
    const told = async () => JSON.stringify((await sandbox.wecom.sent('xiaomei')).messages);
    expect(await until(told, (text) => text.includes('新的试穿预约'))).toContain('新的试穿预约');
    const xiaomei = await atFittings('xiaomei');
    const card = await xiaomei.read(`fitting-${bookingId}`);
    for (const text of ['14:00', COLOUR, '平时穿 M', '168', '想搭配长裤', '顾客'])
      expect(card).toContain(text);
    expect(card).not.toContain('陈静');
    await shoot(xiaomei.page, 'fitting-queue');
    await xiaomei.tap(`prepare-${bookingId}`);
    await xiaomei.page.locator(`[data-testid="fitting-${bookingId}"][data-state="prepared"]`).waitFor();
    await shoot(xiaomei.page, 'fitting-prepared');
    await xiaomei.leave();
  });

  it('has it prepared, which the shopper sees on the page and in a message', async () => {
    await reads('booking-status', '已备好');
    await shoot(chen.page, 'fitting-ready-for-shopper');
    const told = async () =>
      (await sandbox.inbox('chen')).messages
        .filter(({ page }) => page.includes(bookingId))
        .map(({ title }) => title);
    expect(await until(told, (titles) => titles.length > 0)).toEqual(['试穿备好提醒']);
  });
});

describe('the shopper', () => {
  it('takes another time, after which the store prepares anew', async () => {
    await chen.tap('change-booking');
    await chen.tap('slot-16:30');
    await shoot(chen.page, 'fitting-change');
    await answerOf(chen, 'bookings.change', () => chen.tap('confirm-change'));
    await reads('booking-status', '待门店准备');
    const laozhou = await atFittings('laozhou');
    expect(await laozhou.read(`fitting-${bookingId}`)).toContain('16:30');
    await laozhou.tap(`prepare-${bookingId}`);
    await laozhou.page.locator(`[data-testid="fitting-${bookingId}"][data-state="prepared"]`).waitFor();
    await laozhou.leave();
    await reads('booking-status', '已备好');
  });

  it('finds it in the list, gives it back, and books one for today', async () => {
    await chen.page.goto(`${urls.miniapp}/?person=chen#/pages/mine/index`);
    await chen.tap('mine-bookings');
    await shoot(chen.page, 'fitting-list');
    await chen.tap(`booking-${bookingId}`);
    await chen.tap('cancel-booking');
    await shoot(chen.page, 'fitting-cancel');
    await chen.tap('cancel-booking-confirm');
    await reads('booking-status', '已取消');

    await chen.page.goto('about:blank');
    await chen.page.goto(`${urls.miniapp}/?person=chen&scene=sh001`);
    await chen.tap('landing-fitting');
    await chen.see('page-booking');
    await chen.tap('choose-store');
    await chen.see('page-nearby');
    await chen.page.goBack();
    await chen.page.goto('about:blank');
    await chen.page.goto(`${urls.miniapp}/?person=chen#/goods/detail/index?productId=P007`);
    await chen.tap('book-fitting');
    for (const option of await chen.page.locator('[data-testid="sku-popup"]:visible [role="group"]').all())
      if ((await option.locator('[aria-pressed="true"]').count()) === 0)
        await option.locator('[role="button"][aria-disabled="false"]').first().click();
    await chen.tap('sku-confirm');
    await chen.page.locator('[data-testid^="slot-"][aria-disabled="false"]:visible').first().click();
    await chen.tap('booking-agree');
    const booked = await answerOf<{ bookingId: string; slot: string }>(chen, 'bookings.book', async () => {
      await chen.tap('confirm-booking');
      await chen.tap('sandbox-subscribe-reject');
    });
    ({ bookingId } = booked);
    day = new Date(new Date(booked.slot).getTime() + 8 * 3600_000).toISOString().slice(0, 10);
    await reads('booking-status', '待门店准备');
  });

  it('arrives, tries on, and it is done', async () => {
    const xiaomei = await atFittings('xiaomei');
    await xiaomei.tap(`arrive-${bookingId}`);
    await xiaomei.see(`finish-bought-${bookingId}`);
    await reads('booking-status', '已到店');
    await shoot(xiaomei.page, 'fitting-arrived');
    await xiaomei.tap(`finish-bought-${bookingId}`);
    await xiaomei.page.locator(`[data-testid="fitting-${bookingId}"][data-state="done"]`).waitFor();
    await shoot(xiaomei.page, 'fitting-queue-after');
    await xiaomei.leave();
    await reads('booking-status', '已完成');
    await shoot(chen.page, 'fitting-done');
  });
});
