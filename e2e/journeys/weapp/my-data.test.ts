import type { Browser } from 'playwright-core';
import { openBrowser, urls } from '../../drivers/suite';
import { shopperOnPhone } from '../../drivers/weapp';
import type { OnPhone } from '../../drivers/weapp';

/** 陆遥 agrees, thinks again, and does not notice that a session ended. */
let browser: Browser;
let lu: OnPhone;

beforeAll(async () => {
  browser = await openBrowser();
  lu = await shopperOnPhone(browser, 'lu');
});
afterAll(async () => {
  await lu.leave();
  await browser.close();
});
afterEach(() => expect(lu.problems).toEqual([]));

const token = async (phone: OnPhone): Promise<string> =>
  ((await phone.app.callWxMethod('getStorageSync', 'session')) as { token: string }).token;

/** As when it had run out: the server knows this session no more, the phone still holds it. */
async function endSession(held: string): Promise<void> {
  const answer = await fetch(`${urls.api}/api/identity.logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${held}` },
    body: '{}',
  });
  expect(answer.status).toBe(200);
}

describe('consent', () => {
  it('is given on the first page, and found in 我的数据', async () => {
    await lu.tap('consent-agree');
    await lu.gone('consent-card');
    await lu.tab('mine');
    await lu.shoot('mine');
    await lu.tap('mine-privacy');
    await lu.arrive('member/privacy/index');
    expect(await lu.attribute('consent-profiling', 'aria-checked')).toBe('true');
    await lu.reads('consent-word', '同意');
    await lu.shoot('my-data');
  });

  it('is withdrawn with one tap, and both words are on record', async () => {
    await lu.tap('consent-profiling');
    await lu.reads('consent-word', '撤回');
    expect(await lu.attribute('consent-profiling', 'aria-checked')).toBe('false');
    await lu.shoot('withdrawn');
    expect(await (await lu.page()).$$('#consent-word')).toHaveLength(2);
  });

  it('is not asked for again, also when the app is opened anew', async () => {
    if (lu.host === null) return;
    const again = await shopperOnPhone(browser, 'lu', { storage: lu.host.storage() });
    await again.see('product-card-P001');
    expect(await again.has('consent-card')).toBe(false);
    expect(again.problems).toEqual([]);
    await again.leave();
  });

  it('takes along what is held', async () => {
    await lu.tap('export-data');
    await lu.reads('export-ready', /已整理好 \d+ 条记录/);
    await lu.shoot('export-ready');
    await lu.tap('export-send');
    // WeChat asks to whom the file shall go; nothing else is asked.
    if (lu.host !== null) await lu.isAsked('shareAppMessage');
  });
});

describe('a session that ended', () => {
  it('is renewed without a word in the middle of what they do', async () => {
    const before = await token(lu);
    await endSession(before);
    await lu.tab('mine');
    await lu.tap('orders-all');
    await lu.see('empty-state');
    await lu.shoot('no-orders');
    expect(await token(lu)).not.toBe(before);
  });

  it('is renewed at the next start', async () => {
    if (lu.host === null) return;
    const before = await token(lu);
    await endSession(before);
    const again = await shopperOnPhone(browser, 'lu', { storage: lu.host.storage() });
    await again.tab('mine');
    await again.reads('member-no', /会员号/);
    await again.tap('mine-coupons');
    await again.firstFrom('claim-');
    expect(await token(again)).not.toBe(before);
    expect(again.problems).toEqual([]);
    await again.leave();
  });
});
