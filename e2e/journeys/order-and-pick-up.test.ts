import type { Browser } from 'playwright-core';
import { counter, guideInChat, shopper } from '../drivers/person';
import type { Person } from '../drivers/person';
import { advance, openBrowser, sandbox, shoot, urls } from '../drivers/suite';

const STORE = 'SH001';
const PRODUCT = 'P001';
const COLOUR = '雾蓝';
const SIZE = 'M';
const COUPON = '满 200 减 30';

let browser: Browser;
let lin: Person;
let orderId: string;

beforeAll(async () => {
  browser = await openBrowser();
  lin = await shopper(browser, 'lin');
});
afterAll(() => browser.close());
afterEach(() => expect(lin.problems).toEqual([]));

/** From the goods page into the cart. */
async function addToCart(person: Person, pieces: number): Promise<void> {
  await person.tap('add-to-cart');
  await person.tap(`sku-value-${COLOUR}`);
  await person.tap(`sku-value-${SIZE}`);
  for (let more = 1; more < pieces; more += 1) await person.tap('sku-quantity-plus');
  await person.tap('sku-confirm');
}

/** Opens a page of the mini-program afresh: an address that differs by its hash alone would not reload. */
async function open(person: Person, path: string): Promise<void> {
  await person.page.goto('about:blank');
  await person.page.goto(`${urls.miniapp}/?person=lin#/${path}`);
}

/** From anywhere: buys one piece and stops at the payment sheet. */
async function placeOrder(person: Person): Promise<string> {
  await open(person, `goods/detail/index?productId=${PRODUCT}`);
  await person.tap('buy-now');
  await person.tap(`sku-value-${COLOUR}`);
  await person.tap(`sku-value-${SIZE}`);
  await person.tap('sku-confirm');
  const placed = person.page.waitForResponse((response) => response.url().endsWith('/api/orders.place'));
  await person.tap('place-order');
  const order = (await (await placed).json()) as { orderId: string };
  await person.see('sandbox-pay-confirm');
  return order.orderId;
}

const openOrder = (person: Person, id: string) => open(person, `order/detail/index?orderId=${id}`);

describe('a shopper orders in the mini-program', () => {
  it('looks around; browsing is kept because she agreed', async () => {
    await lin.see(`product-card-${PRODUCT}`);
    await shoot(lin.page, 'home');
    await lin.tap('consent-agree');
    await lin.tap('locate-store');
    await lin.tap('sandbox-allow');
    expect(await lin.read('current-store')).toContain('静安寺店');
    await lin.tap('tab-category');
    await shoot(lin.page, 'category');
    await lin.tap(`product-card-${PRODUCT}`);
    await lin.see('gallery');
    await shoot(lin.page, 'goods');
  });

  it('chooses colour and size and fills the cart', async () => {
    await lin.tap('add-to-cart');
    await shoot(lin.page, 'sku');
    await lin.tap('sku-popup-close');
    await addToCart(lin, 2);
    await lin.page.goBack();
    await lin.tap('tab-cart');
    await lin.see(`cart-line-${PRODUCT}-BLUE-${SIZE}`);
    await shoot(lin.page, 'cart');
  });

  it('sees the stores within 3 km, nearest first, each with hours and whether it has everything', async () => {
    await lin.tap('choose-store');
    await lin.see(`store-${STORE}`);
    await shoot(lin.page, 'stores');
    const cards = await lin.page.locator('[data-testid^="store-SH"]:visible').allTextContents();
    expect(cards.length).toBeGreaterThanOrEqual(3);
    expect(cards.join()).toMatch(/营业中|24 小时营业/);
    expect(cards.join()).toMatch(/货品齐全|货齐/);
    const metres = cards
      .map((card) => /([\d.]+) ?(k?m)/.exec(card))
      .map((found) => Number(found?.[1]) * (found?.[2] === 'km' ? 1000 : 1));
    expect(metres).toEqual([...metres].sort((a, b) => a - b));
    expect(Math.max(...metres)).toBeLessThanOrEqual(3000);
    await lin.tap(`store-${STORE}`);
  });

  it('is offered delivery where no store is near', async () => {
    const chen = await shopper(browser, 'chen');
    await chen.tap('choose-store');
    await chen.tap('sandbox-allow');
    await chen.see('none-near');
    await shoot(chen.page, 'no-store-near');
    await chen.leave();
  });

  it('claims coupons', async () => {
    await lin.tap('tab-mine');
    await lin.tap('mine-coupons');
    await lin.page.locator('[data-testid^="claim-"]:visible').first().waitFor();
    await shoot(lin.page, 'coupons');
    const claims = lin.page.locator('[data-testid^="claim-"]:visible');
    for (const name of await claims.evaluateAll((all) =>
      all.map((one) => one.getAttribute('data-testid') ?? ''),
    )) {
      const button = await lin.see(name);
      if ((await button.getAttribute('aria-disabled')) !== 'true') await button.click();
      await lin.page.waitForTimeout(300);
    }
    await lin.page.goBack();
  });

  it('checks out: phone verified once, the best coupon chosen, the others explained', async () => {
    await lin.tap('tab-cart');
    await lin.tap('go-checkout');
    await lin.tap('phone-button');
    await lin.tap('sandbox-allow');
    await lin.see('place-order');
    expect(await lin.read('coupon-chosen')).toContain(COUPON);
    await shoot(lin.page, 'checkout');
    await lin.tap('coupon-row');
    expect((await lin.read('coupon-losers')).length).toBeGreaterThan(10);
    await shoot(lin.page, 'coupon-reasons');
    await lin.tap('coupon-sheet-close');
  });

  it('taps twice, makes one order, and pays it', async () => {
    const placed: string[] = [];
    lin.page.on('response', (response) => {
      if (response.url().endsWith('/api/orders.place'))
        void response.json().then((order: { orderId: string }) => placed.push(order.orderId));
    });
    await (await lin.see('place-order')).dblclick();
    await lin.see('sandbox-pay-confirm');
    await shoot(lin.page, 'pay-sheet');
    await lin.tap('sandbox-pay-confirm');
    await lin.tap('sandbox-subscribe-accept');
    await lin.see('pay-settled');
    await shoot(lin.page, 'paid');
    expect(new Set(placed).size).toBe(1);
    orderId = placed[0]!;
    await lin.tap('view-order');
    expect(await lin.read('order-status')).toContain('待接单');
  });
});

describe('the store packs', () => {
  it('accepts and marks ready; the shopper is told and WeChat knows', async () => {
    const paid = (await sandbox.inbox('lin')).payments.find(({ outTradeNo }) => outTradeNo === orderId);
    const uploads = async () =>
      (await sandbox.requests(`upload_shipping_info ${paid?.transactionId}`)).length;
    const laozhou = await counter(browser, 'laozhou');
    await laozhou.see(`task-${orderId}`);
    await shoot(laozhou.page, 'queue');
    await laozhou.tap(`accept-${orderId}`);
    await laozhou.tap('stage-preparing');
    await laozhou.tap(`ready-${orderId}`);
    await laozhou.tap('stage-ready');
    await laozhou.see(`task-${orderId}`);
    await shoot(laozhou.page, 'queue-ready');
    await sandbox.settle();
    const told = async () => (await sandbox.inbox('lin')).messages.length;
    for (let tries = 0; tries < 50 && (await told()) === 0; tries += 1)
      await laozhou.page.waitForTimeout(100);
    expect(await told()).toBe(1);
    expect(await uploads()).toBe(1);
    await laozhou.leave();
  });
});

describe('the guide talks', () => {
  it('knows who this is, and sends one of three things to say', async () => {
    const xiaomei = await guideInChat(browser, 'xiaomei', 'lin');
    expect(await xiaomei.read('customer-name')).toContain('林晓');
    expect(await xiaomei.read('phone-masked')).toContain('138****8001');
    for (const n of [1, 2, 3]) expect((await xiaomei.read(`script-reason-${n}`)).length).toBeGreaterThan(5);
    await shoot(xiaomei.page, 'sidebar');
    await xiaomei.tap('script-send-1');
    await xiaomei.see('script-sent-1');
    expect((await sandbox.wecom.sent('xiaomei')).messages.length).toBeGreaterThan(0);
    for (const tab of ['orders', 'browsing', 'coupons', 'timeline']) {
      await xiaomei.tap(`tab-${tab}`);
      await xiaomei.page.waitForTimeout(300);
      await shoot(xiaomei.page, `sidebar-${tab}`);
    }
    await xiaomei.leave();
  });
});

describe('the shopper picks up', () => {
  let digits: string;
  let qrText: string;

  it('shows the code', async () => {
    await openOrder(lin, orderId);
    expect(await lin.read('order-status')).toContain('待取货');
    const shown = lin.page.waitForResponse((response) => response.url().endsWith('/api/pickup.showCode'));
    await lin.tap('show-pickup-code');
    ({ digits, qrText } = (await (await shown).json()) as { digits: string; qrText: string });
    expect((await lin.read('pickup-digits')).replace(/\D/g, '')).toBe(digits);
    await shoot(lin.page, 'pickup-code');
  });

  const check = async (staff: Person, code: string): Promise<string | null> => {
    await staff.tap('open-code-check');
    await staff.type('code-input', code);
    await staff.tap('code-check');
    return (await staff.see('code-result')).getAttribute('data-code');
  };

  it('is sent to the right store by another one', async () => {
    const aqiang = await counter(browser, 'aqiang');
    expect(await check(aqiang, digits)).toBe('PICKUP_WRONG_STORE');
    await shoot(aqiang.page, 'wrong-store');
    await aqiang.leave();
  });

  it('gets the goods once: an old picture of the QR and a second try get their own answers', async () => {
    const laozhou = await counter(browser, 'laozhou');
    await advance(120);
    expect(await check(laozhou, qrText)).toBe('PICKUP_CODE_EXPIRED');
    await shoot(laozhou.page, 'expired-code');
    await laozhou.page.goto(`${urls.wecom}/workbench`);
    expect(await check(laozhou, digits)).toBe('FOUND');
    await shoot(laozhou.page, 'code-found');
    await laozhou.tap('code-confirm');
    await laozhou.page.locator('[data-testid="code-result"][data-code="HANDED_OVER"]').waitFor();
    await shoot(laozhou.page, 'handed-over');
    await laozhou.page.goto(`${urls.wecom}/workbench`);
    expect(await check(laozhou, digits)).toBe('PICKUP_ALREADY_HANDED_OVER');
    await shoot(laozhou.page, 'second-try');
    await laozhou.leave();
    await lin.see('handed-over');
    await shoot(lin.page, 'picked-up');
  });
});

describe('orders that do not work out', () => {
  it('cancels an unpaid order', async () => {
    const unpaid = await placeOrder(lin);
    await lin.tap('sandbox-pay-cancel');
    await openOrder(lin, unpaid);
    await shoot(lin.page, 'unpaid');
    await lin.tap('cancel-order');
    await lin.tap('cancel-confirm');
    await lin.page.getByText('已取消').first().waitFor();
    await shoot(lin.page, 'cancelled');
  });

  it('closes an order that was not paid in 15 minutes', async () => {
    const late = await placeOrder(lin);
    await lin.tap('sandbox-pay-cancel');
    await advance(16 * 60);
    await lin.page.waitForTimeout(1500);
    await openOrder(lin, late);
    await lin.page.getByText('超时未支付').first().waitFor();
    await shoot(lin.page, 'expired');
  });

  it('refunds a paid order', async () => {
    const paid = await placeOrder(lin);
    await lin.tap('sandbox-pay-confirm');
    await lin.tap('sandbox-subscribe-accept');
    await lin.see('pay-settled');
    await openOrder(lin, paid);
    await lin.tap('refund-order');
    await lin.tap('refund-reason-0');
    await lin.tap('refund-confirm');
    await lin.page.waitForTimeout(1500);
    await openOrder(lin, paid);
    await lin.page.getByText('已退款').first().waitFor();
    await shoot(lin.page, 'refunded');
  });
});

describe('in the store', () => {
  it('scans a product’s code and lands on it with the store chosen', async () => {
    const laozhou = await counter(browser, 'laozhou');
    await laozhou.tap('open-scene-code');
    await laozhou.type('scene-product', PRODUCT);
    await laozhou.tap('scene-make');
    const scene = await (await laozhou.see('scene-code')).getAttribute('data-scene');
    await shoot(laozhou.page, 'scene-code');
    await laozhou.leave();

    const wang = await shopper(browser, 'wang', `&scene=${scene}`);
    await wang.see('gallery');
    expect(await wang.read('current-store')).toContain('静安寺店');
    await shoot(wang.page, 'scanned');
    await wang.leave();
  });
});
