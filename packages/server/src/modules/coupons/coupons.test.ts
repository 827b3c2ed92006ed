import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { Outbox } from '../../kernel/outbox';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as coupons from '.';
import { findCoupon, insertCoupon } from './coupon.model';
import { newCoupon } from './claim-coupon';
import { sweepCoupons } from './sweep-coupons';
import { findTemplate, reserve } from './template.model';
import { aCoupon, aLine, aTemplate, anEvaluation } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
afterAll(async () => {
  await suite.settle();
  await suite.close();
});

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const later = (minutes: number) => ({ ...suite.ctx(), now: inMinutes(minutes) });
const DAY = 24 * 60;
const statusOf = async (customerId: string, ctx = suite.ctx()) =>
  (await coupons.listMine(ctx, customerId)).map((coupon) => coupon.status);

describe('claiming over HTTP', () => {
  let token: string;
  beforeAll(async () => {
    token = await suite.loginShopper('lin');
  });

  test('a member takes an offered coupon, once, and finds it among the own ones', async () => {
    const { templateId } = await aTemplate(suite.ctx());
    const offered = await suite.call('coupons.listOffers', {}, token);
    expect(offered.body.offers.find((offer) => offer.templateId === templateId)).toEqual({
      templateId,
      title: '满100减20',
      ruleText: '满 100 减 20',
      scopeText: '全部商品可用',
      remainingPercent: 100,
      claimable: true,
      reason: null,
    });
    const claimed = await suite.call('coupons.claim', { templateId }, token);
    expect(claimed).toMatchObject({ status: 200, body: { title: '满100减20', status: 'usable' } });
    const mine = await suite.call('coupons.listMine', {}, token);
    expect(mine.body.coupons).toContainEqual(claimed.body);
    const again = await suite.call('coupons.claim', { templateId }, token);
    expect(again).toMatchObject({ status: 409, code: 'COUPON_LIMIT_REACHED' });
    const offers = (await suite.call('coupons.listOffers', {}, token)).body.offers;
    expect(offers.find((offer) => offer.templateId === templateId)).toMatchObject({
      claimable: false,
      reason: '您已领取',
    });
  });

  test('the last coupon is gone after the last claim', async () => {
    const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 1 });
    await coupons.claim(suite.ctx(), { templateId, customerId: newId() });
    const late = await suite.call('coupons.claim', { templateId }, token);
    expect(late).toMatchObject({ status: 409, code: 'COUPON_SOLD_OUT' });
  });

  test('before and after its time nothing can be claimed', async () => {
    const early = await aTemplate(suite.ctx(), { claimFrom: inMinutes(5) });
    const over = await aTemplate(suite.ctx(), { claimUntil: inMinutes(-1) });
    for (const { templateId } of [early, over]) {
      const refused = await suite.call('coupons.claim', { templateId }, token);
      expect(refused).toMatchObject({ status: 409, code: 'COUPON_NOT_OPEN' });
    }
    const { offers } = (await suite.call('coupons.listOffers', {}, token)).body;
    expect(offers.find((offer) => offer.templateId === early.templateId)?.reason).toMatch(/开始领取$/);
    expect(offers.some((offer) => offer.templateId === over.templateId)).toBe(false);
  });

  test('strangers, unknown templates and bad input are refused', async () => {
    const { templateId } = await aTemplate(suite.ctx());
    expect((await suite.call('coupons.claim', { templateId })).code).toBe('LOGIN_REQUIRED');
    expect((await suite.call('coupons.claim', { templateId: 'T-none' }, token)).code).toBe('NOT_FOUND');
    for (const input of [{}, { templateId: '' }, { templateId, extra: 1 }, { templateId: { $gt: '' } }, null])
      expect((await suite.callRaw('coupons.claim', input, token)).code).toBe('INVALID_INPUT');
    for (const name of ['coupons.listMine', 'coupons.listOffers'])
      expect((await suite.callRaw(name, { customerId: 'x' }, token)).code).toBe('INVALID_INPUT');
  });
});

describe('a claim', () => {
  test('is told with the coupon it made', async () => {
    const written = Outbox.collection.watch([{ $match: { operationType: 'insert' } }]);
    await written.tryNext();
    const { couponId, customerId } = await aCoupon(suite.ctx());
    const news = await written.next();
    await written.close();
    expect(news).toMatchObject({
      fullDocument: {
        name: 'coupon.claimed',
        key: customerId,
        body: { customerId, couponId, title: '满100减20' },
      },
    });
  });

  test('is refused inside a transaction', async () => {
    const { templateId } = await aTemplate(suite.ctx());
    const claimed = inTransaction(() => coupons.claim(suite.ctx(), { templateId, customerId: newId() }));
    await expect(claimed).rejects.toThrow('inside a transaction');
  });

  test('that crashed before the coupon was made gives its place back, and can never make it after that', async () => {
    const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 1 });
    const cut = { couponId: newId(), customerId: newId(), at: suite.ctx().now };
    await reserve(templateId, cut);
    const another = { templateId, customerId: newId() };
    await expect(coupons.claim(suite.ctx(), another)).rejects.toMatchObject({ code: 'COUPON_SOLD_OUT' });
    await sweepCoupons(later(1));
    await expect(coupons.claim(suite.ctx(), another)).rejects.toMatchObject({ code: 'COUPON_SOLD_OUT' });
    await sweepCoupons(later(3));
    await sweepCoupons(later(3));
    expect(await findTemplate(templateId)).toMatchObject({ claimed: 0, reservations: [] });
    await coupons.claim(suite.ctx(), another);
    const template = await findTemplate(templateId);
    const tooLate = insertCoupon({ ...newCoupon(template!, cut), slot: `${templateId}:${cut.customerId}:0` });
    await expect(tooLate).rejects.toMatchObject({ code: 11000 });
    expect(await statusOf(cut.customerId)).toEqual([]);
  });

  test('that crashed after the coupon was made still counts', async () => {
    const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 1 });
    const cut = { couponId: newId(), customerId: newId(), at: suite.ctx().now };
    await reserve(templateId, cut);
    await insertCoupon({ ...newCoupon((await findTemplate(templateId))!, cut), slot: `${templateId}:x:0` });
    await sweepCoupons(later(3));
    expect(await findTemplate(templateId)).toMatchObject({ claimed: 1, reservations: [] });
    expect(await statusOf(cut.customerId)).toEqual(['usable']);
  });

  test('keeps its terms when the template changes, and the count stays', async () => {
    const { couponId, customerId, templateId } = await aCoupon(suite.ctx());
    const {
      claimed: _claimed,
      reservations: _reservations,
      _id,
      ...terms
    } = (await findTemplate(templateId))!;
    const worse = { type: 'amountOff' as const, thresholdFen: 0, offFen: 1 };
    await coupons.saveTemplate(suite.ctx(), { ...terms, templateId, kind: worse });
    const { taken } = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId, choice: couponId }));
    expect(taken[0]?.discountFen).toBe(20_00);
    expect((await findTemplate(templateId))?.claimed).toBe(1);
  });

  test('of a template that makes no sense cannot be: it is not saved', async () => {
    const kind = { type: 'percentOff' as const, percent: 100 };
    await expect(aTemplate(suite.ctx(), { kind })).rejects.toThrow();
    await expect(aTemplate(suite.ctx(), { claimUntil: inMinutes(-3 * DAY) })).rejects.toThrow();
  });
});

describe('evaluate', () => {
  test('takes the best and answers the others with their reasons', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const big = await aCoupon(suite.ctx(), {
      customerId,
      title: '8折',
      kind: { type: 'percentOff', percent: 80, maxOffFen: 50_00 },
    });
    const far = await aCoupon(suite.ctx(), {
      customerId,
      kind: { type: 'amountOff', thresholdFen: 188_00, offFen: 60_00 },
    });
    const lines = [aLine({ priceFen: 33_33, quantity: 4 }), aLine({ skuId: 'K2', priceFen: 16_68 })];
    const found = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId, lines }));
    expect(found.taken).toEqual([
      {
        couponId: big.couponId,
        title: '8折',
        discountFen: 30_00,
        lineDiscountsFen: [2666, 334],
        freightOffFen: 0,
        cost: { fen: 30_00, keys: [] },
      },
    ]);
    const reasons = new Map(found.losers.map((loser) => [loser.couponId, loser.reason]));
    expect(reasons).toEqual(
      new Map([
        [couponId, '与已选的「8折」不能同用，省 ¥20.00，少于它的 ¥30.00'],
        [far.couponId, '还差 ¥38.00 可用'],
      ]),
    );
  });

  test('refuses a chosen coupon that cannot be used, with the reason, and does not know those of others', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const cheap = anEvaluation({ customerId, lines: [aLine({ priceFen: 62_00 })] });
    await expect(coupons.evaluate(suite.ctx(), { ...cheap, choice: couponId })).rejects.toMatchObject({
      code: 'COUPON_UNUSABLE',
      details: { couponId, reason: '还差 ¥38.00 可用' },
    });
    await expect(coupons.evaluate(later(31 * DAY), { ...cheap, choice: couponId })).rejects.toMatchObject({
      code: 'COUPON_UNUSABLE',
      details: { reason: '已过期' },
    });
    for (const stranger of [
      { ...cheap, customerId: newId(), choice: couponId },
      { ...cheap, choice: newId() },
    ])
      await expect(coupons.evaluate(suite.ctx(), stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('shows a coupon in another order as held, and one that ran out not at all', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    await coupons.hold(suite.ctx(), { couponId, customerId, orderId: newId(), until: inMinutes(20) });
    const during = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId }));
    expect(during).toMatchObject({ taken: [], losers: [{ couponId, reason: '已被其他订单占用' }] });
    expect(await statusOf(customerId)).toEqual(['held']);
    expect(await coupons.countUsable(suite.ctx(), customerId)).toBe(0);
    await coupons.release(suite.ctx(), { couponId, orderId: newId() });
    expect(await statusOf(customerId)).toEqual(['held']);
    const over = await coupons.evaluate(later(31 * DAY), anEvaluation({ customerId }));
    expect(over).toEqual({ taken: [], freightOffFen: 0, gifts: [], losers: [] });
  });
});

describe('hold, use, release, give back', () => {
  test('a paid order uses its coupon, a refunded one gives it back, each once', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const order = { couponId, orderId: newId() };
    const holding = { ...order, customerId, until: inMinutes(20) };
    await coupons.hold(suite.ctx(), holding);
    await coupons.hold(suite.ctx(), holding);
    expect(await coupons.use(suite.ctx(), order)).toEqual({ used: true });
    expect(await coupons.use(suite.ctx(), order)).toEqual({ used: true });
    await coupons.release(suite.ctx(), order);
    expect(await statusOf(customerId)).toEqual(['used']);
    await coupons.giveBack(suite.ctx(), { ...order, refunded: true });
    await coupons.giveBack(suite.ctx(), { ...order, refunded: true });
    expect(await statusOf(customerId)).toEqual(['usable']);
    expect(await coupons.countUsable(suite.ctx(), customerId)).toBe(1);
  });

  test('given back after its end, it lives seven more days', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const order = { couponId, orderId: newId() };
    await coupons.hold(suite.ctx(), { ...order, customerId, until: inMinutes(20) });
    await coupons.use(suite.ctx(), order);
    await coupons.giveBack(later(40 * DAY), { ...order, refunded: true });
    const [coupon] = await coupons.listMine(later(40 * DAY), customerId);
    expect(coupon).toMatchObject({ status: 'usable' });
    const left = new Date(coupon!.validUntil).getTime() - inMinutes(47 * DAY).getTime();
    expect(Math.abs(left)).toBeLessThan(60_000);
  });

  test('what a refund gives back is known before: a part nothing, the whole what the terms say', async () => {
    const kept = await aCoupon(suite.ctx(), { refundPolicy: { type: 'keepUsed' } });
    const free = await aCoupon(suite.ctx());
    for (const { couponId, customerId } of [kept, free]) {
      const order = { couponId, orderId: `order-of-${customerId}` };
      await coupons.hold(suite.ctx(), { ...order, customerId, until: inMinutes(20) });
      await coupons.use(suite.ctx(), order);
    }
    const policy = ({ couponId, customerId }: typeof kept, whole: boolean) =>
      coupons.returnPolicy(suite.ctx(), { couponId, orderId: `order-of-${customerId}`, whole });
    expect(await policy(free, false)).toMatchObject({
      comesBack: false,
      text: expect.stringContaining('不退'),
    });
    expect(await policy(free, true)).toMatchObject({ comesBack: true });
    expect(await policy(kept, true)).toMatchObject({ comesBack: false, validUntil: null });
    const ofKept = { couponId: kept.couponId, orderId: `order-of-${kept.customerId}` };
    await coupons.giveBack(suite.ctx(), { ...ofKept, refunded: true });
    expect(await statusOf(kept.customerId)).toEqual(['used']);
    await coupons.giveBack(suite.ctx(), { ...ofKept, refunded: false });
    expect(await statusOf(kept.customerId)).toEqual(['usable']);
  });

  test('each edge of the ledger is noted with whose it was', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const order = { couponId, orderId: newId() };
    await coupons.hold(suite.ctx(), { ...order, customerId, until: inMinutes(20) });
    await coupons.use(suite.ctx(), order);
    await coupons.giveBack(suite.ctx(), { ...order, refunded: true });
    const { history } = (await findCoupon(couponId))!;
    expect(history.map(({ to }) => to)).toEqual(['held', 'used', 'issued']);
    expect(history.every(({ ref }) => ref === order.orderId)).toBe(true);
  });

  test('a hold nobody finished runs out: another order may have the coupon, or the first if it is paid late', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const first = { couponId, orderId: newId() };
    await coupons.hold(suite.ctx(), { ...first, customerId, until: inMinutes(20) });
    await sweepCoupons(later(19));
    expect(await statusOf(customerId)).toEqual(['held']);
    await sweepCoupons(later(21));
    expect(await statusOf(customerId)).toEqual(['usable']);
    expect(await coupons.use(later(22), first)).toEqual({ used: true });

    const second = await aCoupon(suite.ctx());
    const late = { couponId: second.couponId, orderId: newId() };
    await coupons.hold(suite.ctx(), { ...late, customerId: second.customerId, until: inMinutes(20) });
    await sweepCoupons(later(21));
    const winner = { ...late, orderId: newId(), customerId: second.customerId, until: inMinutes(60) };
    await coupons.hold(later(22), winner);
    expect(await coupons.use(later(23), late)).toEqual({ used: false });
    expect(await coupons.use(later(23), winner)).toEqual({ used: true });
  });

  test('nobody holds the coupon of somebody else, and nothing changes when the transaction around it fails', async () => {
    const { customerId, couponId } = await aCoupon(suite.ctx());
    const order = { couponId, orderId: newId(), until: inMinutes(20) };
    const stranger = coupons.hold(suite.ctx(), { ...order, customerId: newId() });
    await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const failing = inTransaction(async () => {
      await coupons.hold(suite.ctx(), { ...order, customerId });
      throw new Error('the order could not be written');
    });
    await expect(failing).rejects.toThrow('could not be written');
    expect(await statusOf(customerId)).toEqual(['usable']);
  });

  test('what ran out unused is expired, listed after all others', async () => {
    const { customerId } = await aCoupon(suite.ctx());
    const later31 = later(31 * DAY);
    await aCoupon(suite.ctx(), { customerId, validity: { type: 'days', days: 60 } });
    expect(await statusOf(customerId, later31)).toEqual(['usable', 'expired']);
    await sweepCoupons(later31);
    expect(await statusOf(customerId, later31)).toEqual(['usable', 'expired']);
    expect(await coupons.countUsable(later31, customerId)).toBe(1);
  });
});
