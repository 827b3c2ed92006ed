import type { Browser } from 'playwright-core';
import { counter, shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { advance, openBrowser, shoot, urls } from '../drivers/suite';

const COUPON = 'OFF30';

let browser: Browser;
let chen: Person;
let aqiang: Person;
let couponId: string;
let code: string;

beforeAll(async () => {
  browser = await openBrowser();
  chen = await shopper(browser, 'chen');
  aqiang = await counter(browser, 'aqiang');
});
afterAll(() => browser.close());
afterEach(() => expect([...chen.problems, ...aqiang.problems]).toEqual([]));

/** What the mini-program is answered when this is tapped. */
async function answered<T>(name: string, testId: string): Promise<T> {
  const answer = chen.page.waitForResponse((response) => response.url().endsWith(`/api/${name}`));
  await chen.tap(testId);
  return (await (await answer).json()) as T;
}

async function openCoupons(): Promise<void> {
  await chen.page.goto('about:blank');
  await chen.page.goto(`${urls.miniapp}/?person=chen#/member/coupons/index`);
}

/** The code changes every half-minute. */
async function showCode(): Promise<string> {
  await openCoupons();
  await chen.tap('coupons-wallet');
  const { qrText } = await answered<{ qrText: string }>('coupons.showCode', `show-${couponId}`);
  return qrText;
}

/** The clerk looks at a code; answers what the screen says. */
async function check(entry: { code?: string; till?: string }): Promise<string | null> {
  if (entry.till !== undefined) await aqiang.type('coupon-till', entry.till);
  if (entry.code !== undefined) await aqiang.type('coupon-code', entry.code);
  await aqiang.tap('coupon-check');
  return (await aqiang.see('coupon-result')).getAttribute('data-code');
}

describe('a coupon at the till of a store', () => {
  it('is claimed and shown by the shopper; an old picture of its code is refused', async () => {
    await openCoupons();
    ({ couponId } = await answered<{ couponId: string }>('coupons.claim', `claim-${COUPON}`));
    code = await showCode();
    await shoot(chen.page, 'coupon-code');
    await advance(120);
    await aqiang.tap('open-coupon-check');
    await aqiang.see('coupon-scan');
    await shoot(aqiang.page, 'coupon-counter');
    expect(await check({ code })).toBe('COUPON_CODE_EXPIRED');
    await shoot(aqiang.page, 'coupon-code-expired');
    await aqiang.tap('coupon-scan');
  });

  it('asks for the amount when it has a threshold, and says what to take off', async () => {
    code = await showCode();
    expect(await check({ code })).toBe('COUPON_UNUSABLE');
    await aqiang.tap('coupon-amount');
    expect(await aqiang.read('coupon-till-problem')).toContain('消费金额');
    expect(await check({ till: '268.50' })).toBe('FOUND');
    expect(await aqiang.read('coupon-off')).toBe('减 ¥30.00');
    expect(await aqiang.read('coupon-due')).toBe('¥238.50');
    await shoot(aqiang.page, 'coupon-found');
  });

  it('is used once: a second try with the same code says so', async () => {
    await aqiang.tap('coupon-confirm');
    await aqiang.page.locator('[data-testid="coupon-result"][data-code="USED"]').waitFor();
    await shoot(aqiang.page, 'coupon-used');
    await aqiang.tap('coupon-again');
    expect(await check({ code, till: '268.50' })).toBe('COUPON_UNUSABLE');
    expect(await aqiang.read('coupon-result')).toContain('这张券用过了');
    await shoot(aqiang.page, 'coupon-second-try');
  });
});
