import type { Browser } from 'playwright-core';
import { shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser, shoot, urls } from '../drivers/suite';

/** Somebody looks at what is known of them, takes it along, and leaves. */
let browser: Browser;
let qian: Person;
let memberNo: string;
beforeAll(async () => {
  browser = await openBrowser();
  qian = await shopper(browser, 'qian');
});
afterAll(() => browser.close());
afterEach(() => expect(qian.problems).toEqual([]));

const seesNothingOf = (testId: string): Promise<void> =>
  qian.page.locator(`[data-testid="${testId}"]:visible`).first().waitFor({ state: 'hidden' });

/** A page afresh: an address that differs by its hash alone would not reload. */
async function open(path: string): Promise<void> {
  await qian.page.goto('about:blank');
  await qian.page.goto(`${urls.miniapp}/?person=qian#/${path}`);
}

it('finds 我的数据 in 我的, with nothing said yet', async () => {
  await qian.tap('tab-mine');
  memberNo = await qian.read('member-no');
  await qian.tap('mine-privacy');
  await qian.see('consents-empty');
  await shoot(qian.page, 'my-data');
});

it('agrees and withdraws with one tap each, and both words are on record', async () => {
  await qian.tap('consent-profiling');
  await qian.see('consent-word');
  await qian.tap('consent-profiling');
  const words = qian.page.locator('[data-testid="consent-word"]:visible');
  await words.nth(1).waitFor();
  expect(await words.first().textContent()).toContain('撤回');
  await shoot(qian.page, 'consent-history');
});

it('takes everything along as one file', async () => {
  await qian.tap('export-data');
  expect(await qian.read('export-ready')).toMatch(/已整理好 \d+ 条记录/);
  const saved = qian.page.waitForEvent('download');
  await qian.tap('export-send');
  expect((await saved).suggestedFilename()).toMatch(/^senyu-my-data-[\d-]+\.json$/);
  await shoot(qian.page, 'export-ready');
});

it('cannot leave while an order is open, and is shown which', async () => {
  await open('goods/detail/index?productId=P001');
  await qian.tap('buy-now');
  await qian.tap('sku-value-雾蓝');
  await qian.tap('sku-value-M');
  await qian.tap('sku-confirm');
  await qian.tap('fulfilment-delivery');
  const address = { name: '钱悦', phone: '13800138006', region: '上海市黄浦区', street: '人民大道 120 号' };
  for (const [field, text] of Object.entries(address)) await qian.type(`address-${field}`, text);
  await qian.tap('phone-button');
  await qian.tap('sandbox-allow');
  await qian.tap('place-order');
  await qian.see('sandbox-pay-confirm');
  await open('member/privacy/index');
  await qian.tap('leave-open');
  await qian.see('leave-blocked');
  await shoot(qian.page, 'leave-blocked');
  await qian.tap('blocking-order');
  await qian.tap('cancel-order');
  await qian.tap('cancel-confirm');
  await qian.page.locator('[data-testid="order-status"]:visible', { hasText: '已取消' }).waitFor();
  await qian.page.goBack();
});

it('reads what leaving means before it can be done', async () => {
  await qian.tap('leave-open');
  const confirm = await qian.see('leave-confirm');
  expect(await confirm.getAttribute('aria-disabled')).toBe('true');
  await shoot(qian.page, 'leave-sheet');
  await confirm.scrollIntoViewIfNeeded();
  await qian.tap('leave-sure');
  await shoot(qian.page, 'leave-sure');
});

it('leaves, is logged out, and sees the certificate come to its end', async () => {
  await qian.tap('leave-confirm');
  await qian.see('left');
  expect(await qian.read('certificate-no')).toMatch(/^[0-9a-f]{32}$/);
  await shoot(qian.page, 'left-running');
  await qian.page.locator('[data-testid="leave-state-done"]:visible').waitFor({ timeout: 60_000 });
  expect(await qian.read('leave-checked')).toContain('均未再找到你');
  await shoot(qian.page, 'left-done');
});

it('begins anew only when asked to, as somebody new', async () => {
  await qian.tap('come-back');
  await qian.see('page-home');
  await seesNothingOf('left');
  await qian.tap('tab-mine');
  const now = await qian.read('member-no');
  expect(now).not.toBe(memberNo);
  expect(now).toContain('未绑定手机号');
});
