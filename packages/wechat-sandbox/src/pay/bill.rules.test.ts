import * as fc from 'fast-check';
import { billDay, billLine, billState, inOrderOfTime } from './bill.rules';
import { feeBackFen, feeFen, fiveDecimals, feeUnits, yuan } from './money.rules';

const beijing = (text: string): number => Date.parse(`${text}+08:00`);

describe('A bill', () => {
  const state = (date: string, now: string): string => billState(billDay(date), beijing(now));

  it.each([
    ['2026-11-28', '2026-11-28T12:00:00', 'creating'],
    ['2026-11-28', '2026-11-29T09:59:59', 'creating'],
    ['2026-11-28', '2026-11-29T10:00:00', 'ready'],
    ['2026-11-29', '2026-11-28T23:59:59', 'none'],
    ['2026-08-28', '2026-11-28T10:00:00', 'ready'],
    ['2026-08-27', '2026-11-28T10:00:00', 'none'],
    ['2026-12-31', '2027-01-01T10:00:00', 'ready'],
  ])('of %s is at %s %s', (date, now, expected) => {
    expect(state(date, now)).toBe(expected);
  });

  it('covers a day of Beijing', () => {
    expect(billDay('2026-11-28')).toEqual({
      fromMs: Date.parse('2026-11-27T16:00:00Z'),
      toMs: Date.parse('2026-11-28T16:00:00Z'),
    });
  });

  it('puts a back-tick before each field and escapes what would break a line', () => {
    expect(billLine(['a', '', '茶,两件', 'x\ny\r\nz'])).toBe('`a,`,`茶\\ 两件,`x\\ny\\nz');
  });
});

it('puts lists in one order of time', () => {
  const times = fc.array(fc.nat(50)).map((list) => list.sort((a, b) => a - b).map((atMs) => ({ atMs })));
  fc.assert(
    fc.property(times, times, times, (...lists) => {
      const merged = [...inOrderOfTime(...lists)];
      expect(merged.map(({ atMs }) => atMs)).toEqual(
        lists
          .flat()
          .map(({ atMs }) => atMs)
          .sort((a, b) => a - b),
      );
    }),
  );
});

describe('Money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [990, '9.90'],
    [-400, '-4.00'],
    [100_000_000, '1000000.00'],
  ])('%i fen are %s yuan', (fen, text) => {
    expect(yuan(fen)).toBe(text);
  });

  it.each([
    [990, '0.05940'],
    [1, '0.00006'],
    [100, '0.00600'],
    [-990, '-0.05940'],
    [12_345_678, '740.74068'],
  ])('the fee of %i fen is %s yuan', (fen, text) => {
    expect(fiveDecimals(feeUnits(fen))).toBe(text);
  });

  it('comes back in parts that add up to the fee, and never more than that', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(parts, (fens) => {
        const total = fens.reduce((sum, fen) => sum + fen, 0);
        let before = 0;
        let back = 0;
        for (const fen of fens) {
          const part = feeBackFen(total, before, fen);
          expect(part).toBeGreaterThanOrEqual(0);
          back += part;
          before += fen;
        }
        expect(back).toBe(feeFen(total));
      }),
    );
  });
});
