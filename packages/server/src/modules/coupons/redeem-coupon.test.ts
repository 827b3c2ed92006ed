import { randomUUID } from 'node:crypto';
import { defaultWorld, externalUserid } from '@omni/wechat-sandbox';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { noteSighting } from '../identity';
import { openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as staff from '../staff';
import * as coupons from '.';
import { aCoupon, aTemplate } from './testing';

let suite: Suite;
let shop: Shop;
let lin: string;
let linsId: string;
/** Head office, a clerk of each store, a guide who has 林晓 as a contact. */
let head: string;
let clerk: string;
let otherClerk: string;
let guide: string;
const contact = externalUserid(defaultWorld().shoppers.find((shopper) => shopper.id === 'lin')!);

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  const stores = [{ storeId: shop.storeId, name: '静安寺店' }];
  await staff.saveStaff(suite.ctx(), { userid: 'xiaomei', name: '小美', role: 'guide', stores });
  [head, clerk, otherClerk, guide] = [
    await suite.loginStaff('yunying'),
    await suite.loginStaff('laozhou'),
    await suite.loginStaff('aqiang'),
    await suite.loginStaff('xiaomei'),
  ];
  lin = await suite.loginShopper('lin');
  linsId = await idOfLin();
});
afterAll(async () => {
  await suite.settle();
  await suite.close();
});

async function idOfLin(): Promise<string> {
  const { openid, unionid } = defaultWorld().shoppers.find((shopper) => shopper.id === 'lin')!;
  const shown = [
    { type: 'mp_openid', value: openid },
    { type: 'unionid', value: unionid },
  ] as const;
  return (await noteSighting(suite.ctx(), { source: 'test', shown })).customerId;
}
const linsCoupon = async (given: Parameters<typeof aCoupon>[1] = {}) =>
  (await aCoupon(suite.ctx(), { ...given, customerId: linsId })).couponId;
const codeOf = async (couponId: string) =>
  (await suite.call('coupons.showCode', { couponId }, lin)).body.qrText;
const use = (code: string, given: object = {}, token = clerk) =>
  suite.call(
    'coupons.redeem',
    { storeId: shop.storeId, code, amountFen: 150_00, useRequestNo: randomUUID(), ...given },
    token,
  );
const statusOf = async (couponId: string) =>
  (await suite.call('coupons.listMine', {}, lin)).body.coupons.find((one) => one.couponId === couponId)
    ?.status;

describe('a coupon at the counter', () => {
  test('is shown as a changing code, looked at, and used once', async () => {
    const couponId = await linsCoupon();
    const shown = await suite.call('coupons.showCode', { couponId }, lin);
    expect(shown.body.qrText).toMatch(new RegExp(`^CP1\\.${couponId}\\.`));
    const at = { storeId: shop.storeId, code: shown.body.qrText, amountFen: 150_00 };
    const looked = await suite.call('coupons.checkCode', at, clerk);
    expect(looked.body).toMatchObject({ discountFen: 20_00, coupon: { couponId, status: 'usable' } });
    expect((await use(at.code)).body).toMatchObject({ discountFen: 20_00, coupon: { status: 'used' } });
    expect(await statusOf(couponId)).toBe('used');
    expect((await use(at.code)).code).toBe('COUPON_UNUSABLE');
    expect((await suite.call('coupons.checkCode', at, clerk)).code).toBe('COUPON_UNUSABLE');
    expect((await suite.call('coupons.showCode', { couponId }, lin)).code).toBe('COUPON_UNUSABLE');
    const audit = await staff.listAudit(suite.ctx(), couponId);
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['coupons.checkCode', 'coupons.redeem']),
    );
  });

  test('the same number again is the same use, also when the code has run out', async () => {
    const couponId = await linsCoupon();
    const code = await codeOf(couponId);
    const useRequestNo = randomUUID();
    const first = await use(code, { useRequestNo });
    await suite.advance(120);
    expect((await use(code, { useRequestNo })).body).toEqual(first.body);
    expect((await use(code, { useRequestNo: randomUUID() })).code).toBe('COUPON_UNUSABLE');
  });

  test('a code of a while ago and one nobody made are refused, and guessing shuts the door', async () => {
    const code = await codeOf(await linsCoupon());
    await suite.advance(61);
    expect((await use(code)).code).toBe('COUPON_CODE_EXPIRED');
    const at = { storeId: shop.storeId, code, amountFen: 150_00 };
    expect((await suite.call('coupons.checkCode', at, clerk)).code).toBe('COUPON_CODE_EXPIRED');
    const forged = {
      ...at,
      storeId: shop.otherStoreId,
      code: `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`,
    };
    const tries = ['nonsense', forged.code, forged.code, forged.code, forged.code];
    for (const one of tries.slice(0, 4))
      expect((await suite.call('coupons.checkCode', { ...forged, code: one }, otherClerk)).code).toBe(
        'COUPON_CODE_UNKNOWN',
      );
    expect((await use(tries[4]!, { storeId: shop.otherStoreId }, otherClerk)).code).toBe(
      'COUPON_CODE_UNKNOWN',
    );
    const shut = await suite.call('coupons.checkCode', forged, otherClerk);
    expect(shut).toMatchObject({ status: 429, code: 'TOO_MANY_TRIES' });
    expect((await use(code, { storeId: shop.otherStoreId }, otherClerk)).code).toBe('TOO_MANY_TRIES');
  });

  test('a coupon of another store, for another channel, or below its threshold is refused with the reason', async () => {
    const reasons: [Parameters<typeof aCoupon>[1], object, string][] = [
      [{ storeIds: [shop.otherStoreId] }, {}, '这张券不适用于本店'],
      [{}, { amountFen: 99_99 }, '还差 ¥0.01 可用'],
      [{}, { amountFen: undefined }, '请输入消费金额'],
    ];
    for (const [given, input, reason] of reasons) {
      const { body, code } = await use(await codeOf(await linsCoupon(given)), input);
      expect({
        code,
        reason: (body as unknown as { error: { details: { reason: string } } }).error.details.reason,
      }).toEqual({
        code: 'COUPON_UNUSABLE',
        reason,
      });
    }
    const freight = await linsCoupon({ kind: { type: 'freight' } });
    expect((await suite.call('coupons.showCode', { couponId: freight }, lin)).code).toBe('COUPON_UNUSABLE');
    const code = await codeOf(await linsCoupon());
    expect((await use(code, {}, otherClerk)).code).toBe('NOT_FOUND');
    const { couponId: foreign } = await aCoupon(suite.ctx());
    expect((await suite.call('coupons.showCode', { couponId: foreign }, lin)).code).toBe('NOT_FOUND');
  });

  test('two hundred clerks with one code: exactly one uses it, and its campaign pays once', async () => {
    const budget = { campaign: `C-${randomUUID().slice(0, 8)}`, totalFen: 25_00 };
    const couponId = await linsCoupon({ budget });
    const code = await codeOf(couponId);
    const answers = await Promise.all(Array.from({ length: 200 }, () => use(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200).map((answer) => answer.code);
    // More than five hands of one clerk at once look like guessing until the first proves right.
    expect(refused.every((one) => one === 'COUPON_UNUSABLE' || one === 'TOO_MANY_TRIES')).toBe(true);
    const other = await use(await codeOf(await linsCoupon({ budget })));
    expect(other.code).toBe('COUPON_UNUSABLE');
  });
});

describe('given by staff', () => {
  const give = (templateId: string, token: string, requestId = randomUUID()) =>
    suite.call('coupons.grant', { requestId, externalUserid: contact, templateId }, token);

  test('a guide gives an own contact one, once per command and within the limits', async () => {
    const { templateId } = await aTemplate(suite.ctx(), { giveOnly: true });
    const offers = (await suite.call('coupons.listOffers', {}, lin)).body.offers;
    expect(offers.some((offer) => offer.templateId === templateId)).toBe(false);
    expect((await suite.call('coupons.claim', { templateId }, lin)).code).toBe('COUPON_NOT_OPEN');
    const requestId = randomUUID();
    const taps = await Promise.all([1, 2, 3].map(() => give(templateId, guide, requestId)));
    const again = await give(templateId, guide, requestId);
    expect(again).toMatchObject({ status: 200, body: { status: 'usable' } });
    for (const tap of taps) expect([again.body.couponId, undefined]).toContain(tap.body.couponId);
    expect((await give(templateId, guide)).code).toBe('COUPON_LIMIT_REACHED');
    expect(await statusOf(again.body.couponId)).toBe('usable');
  });

  test('what is gone, not open or not theirs to give is refused', async () => {
    const one = await aTemplate(suite.ctx(), { totalLimit: 1 });
    await coupons.claim(suite.ctx(), { templateId: one.templateId, customerId: 'somebody' });
    expect((await give(one.templateId, head)).code).toBe('COUPON_SOLD_OUT');
    const over = await aTemplate(suite.ctx(), { claimUntil: suite.ctx().now });
    expect((await give(over.templateId, head)).code).toBe('COUPON_NOT_OPEN');
    const open = await aTemplate(suite.ctx());
    expect((await give(open.templateId, clerk)).code).toBe('NOT_FOUND');
    await suite.sandbox.control.faults({
      failNext: { path: '/cgi-bin/externalcontact/get', status: 502, times: 3 },
    });
    expect((await give(open.templateId, guide)).code).toBe('PLATFORM_UNAVAILABLE');
  });

  test('an operator takes an unused coupon back, a used one not, and others neither', async () => {
    const [unused, used] = [await linsCoupon(), await linsCoupon()];
    await use(await codeOf(used));
    const take = (couponId: string, token = head) =>
      suite.call('coupons.revoke', { couponId, reason: '发错人' }, token);
    expect((await take(unused, guide)).code).toBe('FORBIDDEN');
    expect((await take(unused)).body).toMatchObject({ status: 'revoked', statusText: '已被收回' });
    expect((await take(unused)).status).toBe(200);
    expect((await take(used)).code).toBe('COUPON_STATE_CONFLICT');
    expect((await take('0'.repeat(20))).code).toBe('NOT_FOUND');
  });
});

describe('templates', () => {
  const input = () => ({
    templateId: `W-${randomUUID().slice(0, 8)}`,
    title: '满 100 赠小样',
    kind: { type: 'sample' as const, skuId: shop.skuId, text: '小样', thresholdFen: 100_00 },
    scope: { type: 'all' as const },
    validity: { type: 'days' as const, days: 7 },
    claimFrom: new Date(suite.ctx().now.getTime() - 1000).toISOString(),
    claimUntil: new Date(suite.ctx().now.getTime() + 3600_000).toISOString(),
    totalLimit: 10,
    perPersonLimit: 1,
    budget: { campaign: 'SPRING', totalFen: 100_00 },
    stacking: { combinableWith: ['*'] },
  });

  test('are written and read by head office; a guide sees what can be given', async () => {
    const template = input();
    const saved = await suite.call('coupons.saveTemplate', template, head);
    expect(saved.body).toMatchObject({ ...template, claimed: 0, spentFen: 0, ruleText: '满 100 赠 小样' });
    const all = await suite.call('coupons.listTemplates', {}, head);
    expect(all.body.templates).toContainEqual(saved.body);
    const closed = { ...input(), claimFrom: template.claimUntil, claimUntil: '2035-01-01T00:00:00Z' };
    await suite.call('coupons.saveTemplate', closed, head);
    const ids = (await suite.call('coupons.listTemplates', {}, guide)).body.templates.map(
      (one) => one.templateId,
    );
    expect(ids).toContain(template.templateId);
    expect(ids).not.toContain(closed.templateId);
  });

  test('are not written by others, nor for goods nobody knows, nor with an end before the start', async () => {
    expect((await suite.call('coupons.saveTemplate', input(), guide)).code).toBe('FORBIDDEN');
    const unknown = { ...input(), kind: { type: 'exchange' as const, skuIds: ['NOBODY'], text: 'x' } };
    expect((await suite.call('coupons.saveTemplate', unknown, head)).code).toBe('NOT_FOUND');
    const turned = { ...input(), claimUntil: '2020-01-01T00:00:00Z' };
    expect((await suite.call('coupons.saveTemplate', turned, head)).code).toBe('INVALID_INPUT');
  });
});
