import type { Browser } from 'playwright-core';
import { counter, shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser, sandbox, shoot, urls } from '../drivers/suite';

const COLOUR = '雾蓝';
const SIZE = 'M';

let browser: Browser;
let wang: Person;
let orderId: string;
let friendCode: string;
let caseNo: string;

beforeAll(async () => {
  browser = await openBrowser();
  wang = await shopper(browser, 'wang', '&scene=sh001-p001');
});
afterAll(() => browser.close());
afterEach(() => expect(wang.problems).toEqual([]));

async function open(person: Person, path: string): Promise<void> {
  await person.page.goto('about:blank');
  await person.page.goto(`${urls.miniapp}/?person=wang#/${path}`);
}

/** Looks again until the text is there: news takes a moment. */
async function reads(
  person: Person,
  path: string,
  expected: { testId: string; text: string },
): Promise<void> {
  const found = async () => {
    await open(person, path);
    return (await person.read(expected.testId)).includes(expected.text);
  };
  for (let looks = 0; looks < 20; looks += 1) {
    if (await found()) return;
    await person.page.waitForTimeout(500);
  }
  expect(await person.read(expected.testId)).toContain(expected.text);
}

const detail = (id: string) => `order/detail/index?orderId=${id}`;

describe('a store that cannot serve an order gives it to another one', () => {
  it('is ordered in the store whose code was scanned, two pieces', async () => {
    await wang.see('gallery');
    await wang.tap('buy-now');
    await wang.tap(`sku-value-${COLOUR}`);
    await wang.tap(`sku-value-${SIZE}`);
    await wang.tap('sku-quantity-plus');
    await wang.tap('sku-confirm');
    await wang.tap('phone-button');
    await wang.tap('sandbox-allow');
    const placed = wang.page.waitForResponse((response) => response.url().endsWith('/api/orders.place'));
    await wang.tap('place-order');
    ({ orderId } = (await (await placed).json()) as { orderId: string });
    await wang.tap('sandbox-pay-confirm');
    await wang.tap('sandbox-subscribe-accept');
    await wang.see('pay-settled');
  });

  it('is given back by the store with a reason, and says at the other counter why it came', async () => {
    const laozhou = await counter(browser, 'laozhou');
    await laozhou.tap(`reject-${orderId}`);
    await (await laozhou.see(`reject-form-${orderId}`)).locator('input[value="STORE_BUSY"]').check();
    await shoot(laozhou.page, 'reject');
    await laozhou.tap(`reject-confirm-${orderId}`);
    await laozhou.see('told');
    await laozhou.leave();

    const aqiang = await counter(browser, 'aqiang');
    await aqiang.see(`task-${orderId}`);
    await (await aqiang.see(`why-${orderId}`)).locator('summary').click();
    await aqiang.page.locator('.decisions li').first().waitFor();
    expect(await aqiang.read(`why-${orderId}`)).toContain('静安寺店');
    await shoot(aqiang.page, 'why-here');
    await aqiang.tap(`accept-${orderId}`);
    await aqiang.tap('stage-preparing');
    await aqiang.tap(`ready-${orderId}`);
    await aqiang.tap('stage-ready');
    await aqiang.see(`task-${orderId}`);
    await aqiang.leave();
  });

  it('tells the shopper where it waits now', async () => {
    await open(wang, detail(orderId));
    expect(await wang.read('order-moved')).toContain('南京西路店');
    expect(await wang.read('order-status')).toContain('待取货');
    await shoot(wang.page, 'moved-order');
  });
});

describe('a friend collects', () => {
  it('with a code of its own, once', async () => {
    await wang.tap('share-code');
    const shared = wang.page.waitForResponse((response) => response.url().endsWith('/api/pickup.shareCode'));
    await wang.tap('share-create');
    ({ qrText: friendCode } = (await (await shared).json()) as { qrText: string });
    await wang.see('share-qr');
    await shoot(wang.page, 'friend-code');

    const aqiang = await counter(browser, 'aqiang');
    await aqiang.tap('open-code-check');
    await aqiang.type('code-input', friendCode);
    await aqiang.tap('code-check');
    expect(await (await aqiang.see('code-result')).getAttribute('data-code')).toBe('FOUND');
    await shoot(aqiang.page, 'friend-at-the-counter');
    await aqiang.tap('code-confirm');
    await aqiang.page.locator('[data-testid="code-result"][data-code="HANDED_OVER"]').waitFor();
    await aqiang.leave();
  });
});

describe('one of two pieces comes back, to another store', () => {
  it('is applied for by the shopper', async () => {
    await reads(wang, detail(orderId), { testId: 'order-status', text: '已取货' });
    await wang.tap('aftersale');
    await wang.tap('kind-return');
    await wang.tap('line-1');
    await wang.tap('pieces-1-minus');
    await wang.tap('reason-does_not_fit');
    await shoot(wang.page, 'return-apply');
    const applied = wang.page.waitForResponse((response) => response.url().endsWith('/api/aftersale.apply'));
    await wang.tap('submit-aftersale');
    ({ caseNo } = (await (await applied).json()) as { caseNo: string });
    await wang.see('case-no');
    await shoot(wang.page, 'return-case');
  });

  it('is agreed to by the store that sold it and taken in by the other', async () => {
    const aqiang = await counter(browser, 'aqiang');
    await aqiang.tap('open-aftersale');
    const waiting = aqiang.page.locator('[data-testid^="approve-"]:visible');
    await aqiang.see('aftersale');
    await aqiang.page.waitForTimeout(1000);
    if ((await waiting.count()) > 0) await waiting.first().click();
    await shoot(aqiang.page, 'aftersale-queue');
    await aqiang.leave();

    const laozhou = await counter(browser, 'laozhou');
    await laozhou.tap('open-aftersale');
    await laozhou.type('return-number', caseNo);
    await laozhou.tap('return-find');
    await laozhou.page.locator('[data-testid^="receive-"]:visible').first().click();
    await laozhou.page
      .locator('.find-return [data-state="refunding"], .find-return [data-state="refunded"]')
      .waitFor();
    await shoot(laozhou.page, 'return-received');
    await laozhou.leave();
  });

  it('brings back the money of that piece, and of no other', async () => {
    await sandbox.settle();
    await reads(wang, detail(orderId), { testId: 'refunded', text: '退' });
    await shoot(wang.page, 'partly-refunded');
    const { refunds } = await sandbox.inbox('wang');
    const mine = refunds.filter(({ outTradeNo }) => outTradeNo === orderId);
    expect(mine).toHaveLength(1);
    const { payments } = await sandbox.inbox('wang');
    const paid = payments.find(({ outTradeNo }) => outTradeNo === orderId)?.amountFen ?? 0;
    expect(mine[0]?.amountFen).toBeGreaterThan(0);
    expect(mine[0]?.amountFen).toBeLessThan(paid);
  });
});
