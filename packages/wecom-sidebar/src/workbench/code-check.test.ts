import type { MemberHere, PickupTask } from '../api/types';
import { cleanCode, isMemberCode, isWhole, nextCheck, spaced, start } from './code-check';
import type { CodeCheck, CodeEvent } from './code-check';
import { answers, answerTo, memberAnswers } from './code-answers';

const task = { orderId: 'o1' } as PickupTask;
const run = (events: CodeEvent[], from: CodeCheck = start) => events.reduce(nextCheck, from);
const asked: CodeEvent = { is: 'asked', code: '12345678' };
const refused: CodeEvent = { is: 'refused', refusal: { code: 'PICKUP_CODE_EXPIRED', message: '过期' } };

describe('a code on the counter', () => {
  it('is looked at first and handed over only when confirmed', () => {
    const found = run([asked, { is: 'found', task }]);
    expect(found).toEqual({ at: 'found', code: '12345678', task });
    expect(run([{ is: 'handedOver', task }], found)).toBe(found);
    expect(run([{ is: 'confirmed' }, { is: 'handedOver', task }], found)).toEqual({ at: 'done', task });
  });

  it('tells whether it was refused when looked at or when handed over', () => {
    expect(run([asked, refused])).toMatchObject({ at: 'refused', handing: false });
    expect(run([asked, { is: 'found', task }, { is: 'confirmed' }, refused])).toMatchObject({
      handing: true,
    });
  });

  it('is asked about once, however often the button is pressed', () => {
    const checking = run([asked]);
    expect(run([asked], checking)).toBe(checking);
    expect(run([{ is: 'typed', code: '1' }], checking)).toBe(checking);
    const handing = run([asked, { is: 'found', task }, { is: 'confirmed' }]);
    expect(run([{ is: 'confirmed' }, { is: 'again' }], handing)).toBe(handing);
  });

  it('of a member opens who they are, and nothing is handed over', () => {
    const member = { memberNo: '1234567890' } as MemberHere;
    const opened = run([asked, { is: 'opened', member }]);
    expect(opened).toEqual({ at: 'member', member });
    expect(run([{ is: 'confirmed' }], opened)).toBe(opened);
    expect(run([{ is: 'again' }], opened)).toEqual(start);
  });

  it('makes room for the next one', () => {
    expect(run([asked, refused, { is: 'again' }])).toEqual(start);
  });
});

describe('what people type and scanners read', () => {
  it.each([
    ['1234 5678', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['SY 2611 2312 3456 7890 12345', '261123123456789012'],
    ['12a4', '124'],
    [' PK1.abc.def ', 'PK1.abc.def'],
    ['MB1.a.b.c.d', 'MB1.a.b.c.d'],
    ['2812 3456 7890 1234 5678 9', '28123456789012345678'],
  ])('%p becomes %p', (raw, code) => expect(cleanCode(raw)).toBe(code));

  it('is whole with eight digits, the text of a QR code or an order number', () => {
    expect(['12345678', 'PK1.x', 'PF1.x', '261123123456789012'].every(isWhole)).toBe(true);
    expect(['', '1234567', '123456789', 'PK1.', 'hello'].some(isWhole)).toBe(false);
  });

  it('is a member code with MB1 or 28 and eighteen more', () => {
    expect(['MB1.x', '28123456789012345678'].every((code) => isMemberCode(code) && isWhole(code))).toBe(true);
    expect(['281234567890123456', '12345678', 'PK1.x'].some(isMemberCode)).toBe(false);
  });

  it('is shown in groups of four', () => {
    expect(spaced('12345678')).toBe('1234 5678');
    expect(spaced('1234')).toBe('1234');
    expect(spaced('261123123456789012')).toBe('2611 2312 3456 7890 12');
  });
});

describe('the answer to a refused code', () => {
  const now = Date.parse('2026-11-23T06:00:00Z');

  it('names the right store and the time it was taken, when the server tells', () => {
    const elsewhere = { code: 'PICKUP_WRONG_STORE', message: '', details: { storeName: '森屿新天地店' } };
    expect(answerTo(elsewhere, { handing: false, now }).advice).toContain('森屿新天地店');
    const taken = {
      code: 'PICKUP_ALREADY_HANDED_OVER',
      message: '',
      details: { at: '2026-11-23T01:05:00Z' },
    };
    expect(answerTo(taken, { handing: false, now }).advice).toContain('今天 09:05 已经取走');
  });

  it('looks and reads differently for every refusal', () => {
    for (const all of [Object.values(answers), Object.values(memberAnswers)]) {
      expect(new Set(all.map((answer) => answer.tone)).size).toBe(all.length);
      expect(new Set(all.map((answer) => answer.icon)).size).toBe(all.length);
      expect(new Set(all.map((answer) => answer.title)).size).toBe(all.length);
    }
  });

  it('exists for refusals nobody foresaw', () => {
    expect(answerTo({ code: 'BUSY', message: '系统繁忙' }, { handing: false, now })).toMatchObject({
      title: '系统繁忙',
    });
  });

  it('does not claim to know the outcome when the network broke while handing over', () => {
    expect(answerTo({ code: 'OFFLINE', message: '网络不给力' }, { handing: true, now }).advice).toContain(
      '再查一次',
    );
  });
});
