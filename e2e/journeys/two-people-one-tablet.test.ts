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
const SUNS_CARD = 'KA10016655';
/** What the till calls her: she has no card. */
const ZHAO_AT_TILL = 'till-guest-20017788';

let browser: Browser;
let zhao: Person;
let sun: Person;
let yunying: Person;
let till: Till;
const orders = { zhao: '', sun: '' };

beforeAll(async () => {
  browser = await openBrowser();
  zhao = await shopper(browser, 'zhao');
  sun = await shopper(browser, 'sun');
  yunying = await counter(browser, 'yunying');
  till = await aTill(yunying, STORE);
});
afterAll(() => browser.close());
afterEach(() => expect([zhao, sun, yunying].flatMap(({ problems }) => problems)).toEqual([]));

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

  it('zhao buys at the till with her own verified number, and sees it on her phone', async () => {
    await bindPhone(zhao, 'zhao');
    orders.zhao = await sale('R-1', {
      id: ZHAO_AT_TILL,
      memberPhone: await phoneOf('zhao'),
      phoneVerified: true,
    });
    expect(await seesOrder(zhao, 'zhao', orders.zhao)).toBe(true);
    await open(zhao, 'zhao', 'member/coupons/index');
    const answer = zhao.page.waitForResponse((response) => response.url().endsWith('/api/coupons.claim'));
    await zhao.tap(`claim-${COUPON}`);
    ({ couponId } = (await (await answer).json()) as { couponId: string });
  });

  it('the tablet’s number is verified for her and for the card of sun, whose purchase then is on her phone', async () => {
    await sale('R-2', { id: ZHAO_AT_TILL, memberPhone: TABLET, phoneVerified: true });
    orders.sun = await sale('R-3', { cardNo: SUNS_CARD, memberPhone: TABLET, phoneVerified: true });
    expect(await seesOrder(zhao, 'zhao', orders.sun)).toBe(true);
    await shoot(zhao.page, 'somebody-elses-order');
  });

  it('the operator finds her and sees why she is two people’s purchases', async () => {
    await yunying.tap('open-identity');
    await yunying.type('identity-query', await phoneOf('zhao'));
    await yunying.tap('identity-find');
    await yunying.tap('identity-result');
    await yunying.see('identity-graph');
    await shoot(yunying.page, 'identity-graph');
    const node = (type: string, nth = 0) =>
      yunying.page.locator(`[data-testid="graph-node"][data-type="${type}"]`).nth(nth);
    await node('unionid').click();
    await yunying.see('node-panel');
    const sunsCard = yunying.page.locator('[data-testid="graph-node"]', { hasText: SUNS_CARD.slice(-4) });
    await sunsCard.click();
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

  it('sun’s purchase is gone from zhao’s phone; her own and her coupon stayed', async () => {
    await expectSoon(() => seesOrder(zhao, 'zhao', orders.sun), false);
    expect(await seesOrder(zhao, 'zhao', orders.zhao)).toBe(true);
    expect(await walletOf(zhao, 'zhao')).toContain(`show-${couponId}`);
    await shoot(zhao.page, 'only-her-own');
  });

  it('sun’s card is joined with sun’s mini-program, and the purchase is on that phone', async () => {
    await bindPhone(sun, 'sun');
    await yunying.page.goto(`${urls.wecom}/workbench?view=identity`);
    await yunying.type('identity-query', SUNS_CARD);
    await yunying.tap('identity-find');
    await yunying.tap('identity-result');
    await yunying.tap('join-start');
    const others = yunying.page.locator('[data-testid="join-any"]');
    await others.locator('[data-testid="identity-query"]').fill(await phoneOf('sun'));
    await others.locator('[data-testid="identity-find"]').click();
    await yunying.tap('join-other');
    await yunying.type('join-reason', '顾客出示了会员卡和小程序');
    await shoot(yunying.page, 'identity-join');
    await yunying.tap('join-confirm');
    await yunying.tap('join-sure-yes');
    await yunying.see('told');
    await shoot(yunying.page, 'identity-joined');
    await expectSoon(() => seesOrder(sun, 'sun', orders.sun), true);
    expect(await seesOrder(sun, 'sun', orders.zhao)).toBe(false);
    expect(await walletOf(sun, 'sun')).not.toContain(`show-${couponId}`);
    await shoot(sun.page, 'suns-order');
  });
});

/** Records follow within a moment of the decision. */
async function expectSoon(ask: () => Promise<boolean>, wanted: boolean): Promise<void> {
  let said = await ask();
  for (let tries = 0; tries < 10 && said !== wanted; tries += 1) {
    await zhao.page.waitForTimeout(500);
    said = await ask();
  }
  expect(said).toBe(wanted);
}
