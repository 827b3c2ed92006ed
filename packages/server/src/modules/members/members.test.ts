import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aKey, callOpenApi } from '../channels/testing';
import type { Key } from '../channels/testing';
import { aCoupon } from '../coupons/testing';
import { aMember, aPaidOrder, aPlace, everythingDone, openShop } from '../orders/testing';
import type { Shop, TestMember } from '../orders/testing';
import * as staff from '../staff';

const collection = (name: string) => mongoose.connection.collection(name);
let suite: Suite;
let shop: Shop;
let operator: string;
let clerk: string;
let key: Key;
let member: TestMember;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  [operator, clerk] = [await suite.loginStaff('yunying'), await suite.loginStaff('laozhou')];
  key = await aKey(suite, { operator }, { scopes: ['members:read'], storeIds: [shop.storeId] });
});
beforeEach(async () => {
  member = await aMember(suite);
});
afterAll(() => suite.close());

const card = async (of = member) => (await suite.call('members.showCard', {}, of.token)).body;
const atTill = (code: string, given: object = {}, by = key) =>
  callOpenApi(suite, by, {
    path: '/members/resolve',
    body: { storeId: shop.storeId, tillNo: '1', code, ...given },
  });
const atCounter = (code: string, token = clerk, storeId = shop.storeId) =>
  suite.call('guides.openMember', { storeId, code }, token);

describe('the card', () => {
  it('bears a code that says who it is to a till, without a phone and without an openid', async () => {
    const shown = await card();
    expect(shown).toMatchObject({ memberNo: expect.stringMatching(/^\d{10}$/), usableCoupons: 0 });
    expect(shown.goodForSeconds).toBe(shown.refreshInSeconds + 30);
    const { status, body } = await atTill(shown.qrText);
    expect(status).toBe(200);
    expect(body).toEqual({
      memberNo: shown.memberNo,
      displayName: `会员 ****${shown.memberNo.slice(-4)}`,
      storeId: shop.storeId,
      coupons: [],
    });
  });

  it('is read as 20 digits too, and each half-minute bears others', async () => {
    const first = await card();
    expect((await atTill(first.digits)).body.memberNo).toBe(first.memberNo);
    await suite.advance(30);
    const second = await card();
    expect(second.qrText).not.toBe(first.qrText);
    expect((await atTill(second.digits, { tillNo: '2' })).status).toBe(200);
  });

  it('needs a session', async () => {
    expect((await suite.callRaw('members.showCard', {})).code).toBe('LOGIN_REQUIRED');
  });
});

describe('a till', () => {
  it('hears which coupons this store takes, and of no others', async () => {
    const { customerId, origin } = member;
    const here = await aCoupon(suite.ctx(), { customerId, origin });
    const off = { kind: { type: 'freight', thresholdFen: 0, maxOffFen: null } } as const;
    await aCoupon(suite.ctx(), { customerId, origin, ...off });
    await aCoupon(suite.ctx(), { customerId, origin, storeIds: [shop.otherStoreId] });
    const { body } = await atTill((await card()).qrText);
    expect(body.coupons).toEqual([
      expect.objectContaining({ couponId: here.couponId, ruleText: '满 100 减 20' }),
    ]);
  });

  it('that lost the answer asks again, also late, and the visit is noted once', async () => {
    const { qrText } = await card();
    const first = await atTill(qrText);
    await suite.advance(300);
    expect((await atTill(qrText)).body).toEqual(first.body);
    await everythingDone(suite);
    const visits = await collection('touches')
      .find({ customerId: member.customerId, kind: 'visit' })
      .toArray();
    expect(visits).toMatchObject([{ storeId: shop.storeId, text: '静安寺店', origin: member.origin }]);
    await suite.advance(600);
    expect((await atTill(qrText)).code).toBe('MEMBER_CODE_EXPIRED');
  });

  it('is told that the member was seen, as evidence of who they are', async () => {
    await atTill((await card()).qrText);
    const seen = { source: 'member-card', 'shown.key': member.origin };
    expect(await collection('sightings').countDocuments(seen)).toBe(1);
  });

  it('is refused a code that another till took, in either form', async () => {
    const { qrText, digits } = await card();
    await atTill(qrText);
    expect((await atTill(qrText, { tillNo: '2' })).code).toBe('MEMBER_CODE_USED');
    expect((await atTill(digits, { tillNo: '2' })).code).toBe('MEMBER_CODE_USED');
    expect((await atCounter(qrText)).code).toBe('MEMBER_CODE_USED');
  });

  it('is refused a code that ran out', async () => {
    const { qrText, digits } = await card();
    await suite.advance(61);
    expect((await atTill(digits)).code).toBe('MEMBER_CODE_EXPIRED');
    await suite.advance(600);
    expect((await atTill(qrText)).code).toBe('MEMBER_CODE_EXPIRED');
  });

  it('is refused a forged code and one of another brand', async () => {
    const other = await aMember(suite);
    const [{ qrText, memberNo }, theirs] = [await card(), await card(other)];
    expect((await atTill(qrText.replace(memberNo, theirs.memberNo))).code).toBe('MEMBER_CODE_UNKNOWN');
    expect((await atTill(qrText.replace(/^MB1\.\w{6}/, 'MB1.zzzzzz'))).code).toBe('MEMBER_CODE_FOREIGN');
    expect((await atTill('CP1.something.else')).code).toBe('MEMBER_CODE_UNKNOWN');
  });

  it('guesses five times in ten minutes, and not more', async () => {
    const guessing = await aKey(suite, { operator }, { scopes: ['members:read'] });
    const { digits } = await card();
    const wrong = digits.slice(0, 12) + String((Number(digits.slice(12)) + 1) % 1e8).padStart(8, '0');
    for (let i = 0; i < 5; i += 1)
      expect((await atTill(wrong, {}, guessing)).code).toBe('MEMBER_CODE_UNKNOWN');
    expect((await atTill(digits, {}, guessing)).code).toBe('TOO_MANY_TRIES');
  });

  it('needs the scope, and a store of its own', async () => {
    const { qrText } = await card();
    const stock = await aKey(suite, { operator }, { scopes: ['stock:read'] });
    expect((await atTill(qrText, {}, stock)).code).toBe('FORBIDDEN');
    for (const storeId of [shop.otherStoreId, 'NO-SUCH', 'WAREHOUSE'])
      expect((await atTill(qrText, { storeId })).code).toBe('NOT_FOUND');
    expect((await atTill(qrText, { tillNo: '' })).code).toBe('INVALID_INPUT');
  });
});

describe('the counter', () => {
  it('opens who it is: coupons, orders, and what waits to be collected here', async () => {
    const token = await suite.loginShopper('lin');
    const order = await aPaidOrder(suite, { id: 'lin', token }, aPlace(shop));
    const { qrText, memberNo } = (await suite.call('members.showCard', {}, token)).body;
    const { body } = await atCounter(qrText);
    expect(body).toMatchObject({ memberNo, orders: 1, toCollect: [{ orderNo: order.orderNo }] });
    expect((await atCounter(qrText)).body).toEqual(body);
    expect(JSON.stringify(body)).not.toMatch(/13800138001|openid/);
  });

  it('is refused what a till is refused', async () => {
    const other = await suite.loginStaff('aqiang');
    const [mine, theirs] = [await card(), await card(await aMember(suite))];
    expect((await atCounter(mine.qrText, other)).code).toBe('NOT_FOUND');
    expect((await atCounter(mine.qrText.replace(mine.memberNo, theirs.memberNo))).code).toBe(
      'MEMBER_CODE_UNKNOWN',
    );
    expect((await atCounter(mine.qrText.replace(/^MB1\.\w{6}/, 'MB1.zzzzzz'))).code).toBe(
      'MEMBER_CODE_FOREIGN',
    );
    await atTill(mine.qrText);
    expect((await atCounter(mine.qrText)).code).toBe('MEMBER_CODE_USED');
    await suite.advance(700);
    expect((await atCounter(theirs.qrText)).code).toBe('MEMBER_CODE_EXPIRED');
    const { digits, memberNo } = await card();
    for (let i = 0; i < 5; i += 1) await atCounter(digits.replace(memberNo, theirs.memberNo));
    expect((await atCounter(digits)).code).toBe('TOO_MANY_TRIES');
  });
});

describe('two tills at once', () => {
  it.each([1, 2, 3])(
    'one has the code, the other is refused, and there is one visit (round %i)',
    async () => {
      const { qrText } = await card();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => atTill(qrText, { tillNo: String(i % 4) })),
      );
      const tills = answers.flatMap(({ status }, i) => (status === 200 ? [i % 4] : []));
      expect(new Set(tills).size).toBe(1);
      expect(tills).toHaveLength(2);
      expect(answers.filter(({ status }) => status !== 200).map(({ code }) => code)).toEqual(
        Array.from({ length: 6 }, () => 'MEMBER_CODE_USED'),
      );
      await everythingDone(suite);
      const visits = { customerId: member.customerId, kind: 'visit' };
      expect(await collection('touches').countDocuments(visits)).toBe(1);
    },
  );
});
