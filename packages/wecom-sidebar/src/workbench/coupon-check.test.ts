import type { CounterCoupon } from '../api/types';
import { answers, answerTo } from './coupon-answers';
import { cleanCode, cleanTill, codeProblem, fenOf, nextCheck, start, tillProblem } from './coupon-check';
import type { CouponCheck, CouponEvent } from './coupon-check';

const entry = { code: 'CP1.a.1.b', till: '268' };
const offer = { discountFen: 30_00 } as CounterCoupon;
const found = { offer, requestNo: 'r1' };
const run = (events: CouponEvent[], from: CouponCheck = start) => events.reduce(nextCheck, from);
const asked: CouponEvent = { is: 'asked', entry };
const refused: CouponEvent = { is: 'refused', refusal: { code: 'OFFLINE', message: '网络不给力' } };
const shown: CouponEvent[] = [asked, { is: 'found', found }];

describe('a coupon on the counter', () => {
  it('is looked at first and used only when confirmed', () => {
    expect(run(shown)).toEqual({ at: 'found', entry, found });
    expect(run([{ is: 'used', offer }], run(shown))).toEqual(run(shown));
    expect(run([...shown, { is: 'confirmed' }, { is: 'used', offer }])).toEqual({
      at: 'used',
      entry,
      offer,
    });
  });

  it('is confirmed once more under the same number when the answer was lost', () => {
    const lost = run([...shown, { is: 'confirmed' }, refused]);
    expect(lost).toMatchObject({ at: 'refused', found });
    expect(run([{ is: 'confirmed' }], lost)).toEqual({ at: 'using', entry, found });
    expect(run([{ is: 'confirmed' }], run([asked, refused]))).toMatchObject({ at: 'refused', found: null });
  });

  it('is asked about once, however often the button is pressed', () => {
    const checking = run([asked]);
    expect(run([asked, { is: 'typed', entry: { code: '' } }, { is: 'again' }], checking)).toBe(checking);
    const using = run([...shown, { is: 'confirmed' }]);
    expect(run([{ is: 'confirmed' }, { is: 'again' }], using)).toEqual(using);
  });

  it('leaves the form empty for the next one, and keeps the amount for another look', () => {
    expect(run([asked, refused, { is: 'again' }])).toEqual(start);
    const kept = run([asked, refused, { is: 'again', entry: { till: '268' } }]);
    expect(kept).toEqual({ at: 'typing', entry: { code: '', till: '268' } });
  });
});

describe('what people type and scanners read', () => {
  it.each([
    ['268', 268_00],
    ['268.5', 268_50],
    ['19.99', 19_99],
    ['', undefined],
    ['0', null],
    ['.', null],
    ['1000000.01', null],
  ])('%p yuan on the till are %p fen', (till, fen) => expect(fenOf(till)).toBe(fen));

  it('is cleaned while it is typed', () => {
    expect(cleanTill('￥２６８。５０元')).toBe('268.50');
    expect(cleanTill('1.2.345')).toBe('1.23');
    expect(cleanCode(' ＣＰ1.a b.1.c\n')).toBe('CP1.ab.1.c');
  });

  it('is not asked about when it can be seen to be wrong', () => {
    expect(tillProblem('268.00')).toBeNull();
    expect(tillProblem('0')).toContain('大于 0');
    expect(codeProblem('CP1.abc.59.x-_9')).toBeNull();
    expect(codeProblem('')).toContain('请先扫码');
    expect(codeProblem('PK1.a.b')).toContain('取货码');
    expect(codeProblem('12345678')).toContain('取货码');
    expect(codeProblem('https://example.com')).toContain('不是优惠券');
  });
});

describe('the answer to a refused coupon', () => {
  const unusable = (reason?: string) => {
    const details = reason ? { details: { reason } } : {};
    return answerTo({ code: 'COUPON_UNUSABLE', message: '优惠券当前不可用', ...details }, false);
  };

  it('says what to do for every reason of the server', () => {
    const reasons = [
      '已使用',
      '已被其他订单占用',
      '已过期',
      '已被收回',
      '这张券不适用于本店',
      '未到使用时间',
    ];
    const more = [
      '这张券不能在门店使用',
      '活动预算已用完',
      '请输入消费金额',
      '还差 ¥0.01 可用',
      '没见过的原因',
    ];
    const told = [...reasons, ...more].map(unusable);
    expect(new Set(told.map(({ title }) => title)).size).toBe(told.length);
    expect(told.every(({ advice }) => advice.endsWith('。'))).toBe(true);
    expect(unusable().title).toBe('优惠券当前不可用');
  });

  it('offers to mend the amount, to scan again, or to send the same again', () => {
    expect([unusable('请输入消费金额'), unusable('还差 ¥12 可用')].map(({ next }) => next)).toEqual([
      'amount',
      'amount',
    ]);
    expect(answers['COUPON_CODE_EXPIRED']?.next).toBe('scan');
    expect(unusable('已使用').next).toBeNull();
  });

  it('does not claim to know the outcome when the network broke while using it', () => {
    const lost = { code: 'OFFLINE', message: '网络不给力' };
    expect(answerTo(lost, true)).toMatchObject({ next: 'same', icon: 'offline' });
    expect(answerTo(lost, true).advice).toContain('不会重复核销');
    expect(answerTo(lost, false).advice).toContain('没有核销');
  });
});
