import type { Browser } from 'playwright-core';
import { handsOver, packs, takesBack } from '../../drivers/counter-work';
import { counter } from '../../drivers/person';
import { openBrowser, sandbox } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';
import { BLUE_M, PRODUCT, pickSku } from '../../drivers/weapp-shopping';

/** 何静 buys two pieces, picks them up and brings one back. */
const STORE = 'SH001';
const COUPON = '满 200 减 30';

let browser: Browser;
let he: OnPhone;
let orderId: string;
let caseNo: string;

beforeAll(async () => {
  browser = await openBrowser();
  he = await shopperOnPhone(browser, 'he');
});
afterAll(async () => {
  await he.leave();
  await browser.close();
});
afterEach(() => expect(he.problems).toEqual([]));

describe('a shopper orders on the phone', () => {
  it('looks around with the nearest store chosen', async () => {
    await he.see(`product-card-${PRODUCT}`);
    await he.shoot('home');
    await he.tap('consent-agree');
    await he.gone('consent-card');
    await he.tap('locate-store');
    await he.reads('current-store', '静安寺店');
    await he.tab('category');
    await he.see(`product-card-${PRODUCT}`);
    await he.shoot('category');
    await he.tap(`product-card-${PRODUCT}`);
    await he.see('gallery');
    await he.shoot('goods');
  });

  it('chooses colour and size and fills the cart', async () => {
    await he.tap('add-to-cart');
    await he.see('sku-popup');
    await he.shoot('sku');
    await pickSku(he, BLUE_M);
    await he.tap('sku-quantity-plus');
    await he.reads('sku-quantity-value', '2');
    await he.tap('sku-confirm');
    await he.gone('sku-popup');
    await he.tap('detail-cart');
    await he.see('cart-line-P001-BLUE-M');
    await he.shoot('cart');
  });

  it('sees the stores within 3 km, nearest first', async () => {
    await he.tap('choose-store');
    await he.arrive('store/nearby/index');
    await he.see(`store-${STORE}`);
    await he.shoot('stores');
    const stores = await he.idsFrom('store-SH');
    expect(stores.length).toBeGreaterThanOrEqual(3);
    expect(stores[0]).toBe(`store-${STORE}`);
    expect(await he.read(`store-${STORE}`)).toMatch(/货品齐全|货齐/);
    await he.tap(`store-${STORE}`);
    await he.see('page-cart');
  });

  it('claims every coupon that can be claimed', async () => {
    await he.tab('mine');
    await he.reads('member-no', /会员号/);
    await he.shoot('mine');
    await he.tap('mine-coupons');
    await he.see('coupons-centre');
    const claimable: string[] = [];
    await he.see(await he.firstFrom('claim-'));
    for (const name of await he.idsFrom('claim-'))
      if ((await he.attribute(name, 'aria-disabled')) !== 'true') claimable.push(name);
    expect(claimable.length).toBeGreaterThan(0);
    await he.shoot('coupons');
    for (const name of claimable) {
      await he.tap(name);
      await he.reads(name.replace('claim-', 'offer-'), /已领|领取/);
    }
    await he.tap('coupons-wallet');
    await he.firstFrom('coupon-');
    await he.shoot('wallet');
    await he.back();
  });

  it('checks out: phone verified once, the best coupon chosen, the others explained', async () => {
    await he.tab('cart');
    await he.tap('go-checkout');
    await he.arrive('order/checkout/index');
    await he.see('phone-button');
    await he.shoot('first-checkout');
    await he.tap('phone-button');
    await he.see('place-order');
    await he.reads('coupon-chosen', COUPON);
    await he.shoot('checkout');
    await he.tap('coupon-row');
    expect((await he.read('coupon-losers')).length).toBeGreaterThan(10);
    await he.shoot('coupon-reasons');
    await he.tap('coupon-sheet-close');
    await he.gone('coupon-sheet');
  });

  it('taps twice, makes one order, and pays it', async () => {
    const button = await he.see('place-order');
    await Promise.all([button.tap(), button.tap()]);
    orderId = (await he.arrive('order/pay-result/index'))['orderId']!;
    await he.see('pay-settled');
    await he.shoot('paid');
    const { payments } = await sandbox.inbox('he');
    expect(payments.map(({ outTradeNo }) => outTradeNo)).toEqual([orderId]);
    await he.tap('view-order');
    await he.reads('order-status', '待接单');
    await he.shoot('order');
  });
});

describe('the shopper picks up', () => {
  it('is told when the store has packed', async () => {
    const laozhou = await counter(browser, 'laozhou');
    await packs(laozhou, orderId);
    await laozhou.leave();
    await he.reads('order-status', '待取货');
    await sandbox.settle();
    expect((await sandbox.inbox('he')).messages).toHaveLength(1);
  });

  it('shows the code and sees the goods handed over', async () => {
    await he.tap('show-pickup-code');
    await he.arrive('order/pickup-code/index');
    const digits = (await he.read('pickup-digits')).replace(/\D/g, '');
    await he.shoot('pickup-code');
    const laozhou = await counter(browser, 'laozhou');
    await handsOver(laozhou, digits);
    await laozhou.leave();
    await he.see('handed-over');
    await he.shoot('handed-over');
    await he.tap('view-order');
    await he.reads('order-status', '已取货');
  });
});

describe('one of two pieces comes back', () => {
  it('is applied for', async () => {
    await he.tap('aftersale');
    await he.arrive('order/aftersale-apply/index');
    await he.tap('kind-return');
    await he.tap('line-1');
    await he.tap('pieces-1-minus');
    await he.tap('reason-does_not_fit');
    await he.shoot('return-apply');
    await he.tap('submit-aftersale');
    await he.arrive('order/aftersale/index');
    caseNo = (await he.read('case-no')).replace(/\D/g, '');
    await he.shoot('return-case');
  });

  it('is taken back by the store, and the money of that piece comes back', async () => {
    const laozhou = await counter(browser, 'laozhou');
    await takesBack(laozhou, caseNo);
    await laozhou.leave();
    await sandbox.settle();
    await he.reads('case-status', '已退款');
    await he.shoot('return-refunded');
    const { payments, refunds } = await sandbox.inbox('he');
    const back = refunds.filter(({ outTradeNo }) => outTradeNo === orderId);
    expect(back).toHaveLength(1);
    expect(back[0]!.amountFen).toBeLessThan(payments[0]!.amountFen);
  });
});
