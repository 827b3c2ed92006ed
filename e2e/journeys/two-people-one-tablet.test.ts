import type { Browser } from 'playwright-core';
import { aTill } from '../drivers/till';
import type { Till } from '../drivers/till';
import { counter, shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { openBrowser, sandbox, shoot, urls } from '../drivers/suite';

const STORE = 'SH002';
const SKU = 'P001-BLUE-M';
const PRICE_FEN = 199_00;
const COUPON = 'OFF30';
/** The number of the tablet at the counter, "verified" for whoever does not want to give their own. */
const TABLET = '13912345678';
const WANGS_CARD = 'KA10016655';
/** What the till calls her: she has no card. */
const LIN_AT_TILL = 'till-guest-20017788';

let browser: Browser;
let lin: Person;
let wang: Person;
let yunying: Person;
let till: Till;
const orders = { lin: '', wang: '' };

beforeAll(async () => {
  browser = await openBrowser();
  lin = await shopper(browser, 'lin');
  wang = await shopper(browser, 'wang');
  yunying = await counter(browser, 'yunying');
  till = await aTill(yunying, STORE);
});
afterAll(() => browser.close());
afterEach(() => expect([lin, wang, yunying].flatMap(({ problems }) => problems)).toEqual([]));

const phoneOf = async (id: string) =>
  (await sandbox.people()).shoppers.find((person) => person.id === id)!.phone;
const sale = (receipt: string, buyer: object) =>
  till.sell({ receipt, skuId: SKU, priceFen: PRICE_FEN, buyer });

async function open(person: Person, id: string, path: string): Promise<void> {
  await person.page.goto('about:blank');
  await person.page.goto(`${urls.miniapp}/?person=${id}#/${path}`);
}
async function seesOrder(person: Person, id: string, orderId: string): Promise<boolean> {
  await open(person, id, 'order/list/index');
  await person.page.locator('[data-testid^="order-"]:visible').first().waitFor();
  return (await person.page.locator(`[data-testid="order-${orderId}"]`).count()) === 1;
}
async function walletOf(person: Person, id: string): Promise<string[]> {
  await open(person, id, 'member/coupons/index');
  await person.tap('coupons-wallet');
  await person.page.waitForTimeout(500);
  const shown = person.page.locator('[data-testid^="show-"]:visible');
  return shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-testid') ?? ''));
}
/** The number is asked for where it is needed first: on the way to an order. */
async function bindPhone(person: Person, id: string): Promise<void> {
  await open(person, id, 'goods/detail/index?productId=P001');
  for (const step of ['buy-now', 'sku-value-雾蓝', 'sku-value-M', 'sku-confirm', 'phone-button'])
    await person.tap(step);
  const bound = person.page.waitForResponse((response) => response.url().endsWith('/api/identity.bindPhone'));
  await person.tap('sandbox-allow');
  expect((await bound).status()).toBe(200);
}

describe('two people whom a tablet of the shop made one', () => {
  let couponId = '';

  it('lin buys at the till with her own verified number, and sees it on her phone', async () => {
    await bindPhone(lin, 'lin');
    orders.lin = await sale('R-1', {
      id: LIN_AT_TILL,
      memberPhone: await phoneOf('lin'),
      phoneVerified: true,
    });
    expect(await seesOrder(lin, 'lin', orders.lin)).toBe(true);
    await open(lin, 'lin', 'member/coupons/index');
    const answer = lin.page.waitForResponse((response) => response.url().endsWith('/api/coupons.claim'));
    await lin.tap(`claim-${COUPON}`);
    ({ couponId } = (await (await answer).json()) as { couponId: string });
  });

  it('the tablet’s number is verified for her and for the card of wang, whose purchase then is on her phone', async () => {
    await sale('R-2', { id: LIN_AT_TILL, memberPhone: TABLET, phoneVerified: true });
    orders.wang = await sale('R-3', { cardNo: WANGS_CARD, memberPhone: TABLET, phoneVerified: true });
    expect(await seesOrder(lin, 'lin', orders.wang)).toBe(true);
    await shoot(lin.page, 'somebody-elses-order');
  });

  it('the operator finds her and sees why she is two people’s purchases', async () => {
    await yunying.tap('open-identity');
    await yunying.type('identity-query', await phoneOf('lin'));
    await yunying.tap('identity-find');
    await yunying.tap('identity-result');
    await yunying.see('identity-graph');
    await shoot(yunying.page, 'identity-graph');
    const node = (type: string, nth = 0) =>
      yunying.page.locator(`[data-testid="graph-node"][data-type="${type}"]`).nth(nth);
    await node('unionid').click();
    await yunying.see('node-panel');
    const wangsCard = yunying.page.locator('[data-testid="graph-node"]', { hasText: WANGS_CARD.slice(-4) });
    await wangsCard.click();
    await yunying.see('why-way');
    const way = await yunying.read('why-way');
    expect(way).toContain('139****5678');
    expect(way).toContain('门店收银小票');
    await shoot(yunying.page, 'identity-why');
  });

  it('and splits them: the tablet’s number is nobody’s from now on', async () => {
    await yunying.tap('split-start');
    const tablet = yunying.page.locator('[data-testid="split-identifier"]', { hasText: '139****5678' });
    await tablet.locator('[data-testid="split-shared"]').click();
    await yunying.tap('split-look');
    await yunying.see('split-preview');
    expect(await yunying.page.locator('[data-testid="split-part"]').count()).toBe(2);
    await shoot(yunying.page, 'identity-split');
    await yunying.type('split-reason', '店里的平板号码');
    await yunying.tap('split-confirm');
    await yunying.tap('split-sure-yes');
    await yunying.see('split-done');
    await shoot(yunying.page, 'identity-split-done');
  });

  it('wang’s purchase is gone from lin’s phone; her own and her coupon stayed', async () => {
    await expectSoon(() => seesOrder(lin, 'lin', orders.wang), false);
    expect(await seesOrder(lin, 'lin', orders.lin)).toBe(true);
    expect(await walletOf(lin, 'lin')).toContain(`show-${couponId}`);
    await shoot(lin.page, 'only-her-own');
  });

  it('wang’s card is joined with wang’s mini-program, and the purchase is on that phone', async () => {
    await bindPhone(wang, 'wang');
    await yunying.page.goto(`${urls.wecom}/workbench?view=identity`);
    await yunying.type('identity-query', WANGS_CARD);
    await yunying.tap('identity-find');
    await yunying.tap('identity-result');
    await yunying.tap('join-start');
    const others = yunying.page.locator('[data-testid="join-any"]');
    await others.locator('[data-testid="identity-query"]').fill(await phoneOf('wang'));
    await others.locator('[data-testid="identity-find"]').click();
    await yunying.tap('join-other');
    await yunying.type('join-reason', '顾客出示了会员卡和小程序');
    await shoot(yunying.page, 'identity-join');
    await yunying.tap('join-confirm');
    await yunying.tap('join-sure-yes');
    await yunying.see('told');
    await shoot(yunying.page, 'identity-joined');
    await expectSoon(() => seesOrder(wang, 'wang', orders.wang), true);
    expect(await seesOrder(wang, 'wang', orders.lin)).toBe(false);
    expect(await walletOf(wang, 'wang')).not.toContain(`show-${couponId}`);
    await shoot(wang.page, 'wangs-order');
  });
});

/** Records follow within a moment of the decision. */
async function expectSoon(ask: () => Promise<boolean>, wanted: boolean): Promise<void> {
  let said = await ask();
  for (let tries = 0; tries < 10 && said !== wanted; tries += 1) {
    await lin.page.waitForTimeout(500);
    said = await ask();
  }
  expect(said).toBe(wanted);
}
