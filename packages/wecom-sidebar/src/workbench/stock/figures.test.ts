import { compare, differenceText, freePieces, movementText, readPieces, resultText, signed } from './figures';
import type { CountTask } from './types';

describe('pieces that came or went', () => {
  it.each([
    [3, '+3'],
    [-2, '−2'],
    [0, '0'],
  ])('%p is written %p', (pieces, text) => expect(signed(pieces)).toBe(text));

  it.each([
    [{ change: 5, unsellableChange: 0 }, '+5'],
    [{ change: 0, unsellableChange: 2 }, '不可售 +2'],
    [{ change: -1, unsellableChange: -1 }, '−1，不可售 −1'],
    [{ change: 0, unsellableChange: 0 }, '0'],
  ])('of the movement %p are %p', (movement, text) => expect(movementText(movement)).toBe(text));

  it('are free when neither promised nor set aside, and never less than none', () => {
    expect(freePieces({ onHand: 9, held: 3, unsellable: 2 })).toBe(4);
    expect(freePieces({ onHand: 1, held: 3, unsellable: 0 })).toBe(0);
  });
});

describe('a count', () => {
  it.each([
    [3, '比账面多 3 件'],
    [-2, '比账面少 2 件'],
    [0, '与账面一致'],
  ])('that differs by %p reads %p', (difference, text) => expect(differenceText(difference)).toBe(text));

  it('shows what orders wait for and nobody found', () => {
    const stock = { onHand: 8, held: 5, unsellable: 0 };
    expect(compare(3, stock)).toEqual({ difference: -5, short: 2 });
    expect(compare(9, stock)).toEqual({ difference: 1, short: 0 });
  });

  it('is told with the goods', () => {
    const task = { title: '羊毛大衣', valuesText: '驼色 / M', counted: 7, difference: -1 } as CountTask;
    expect(resultText(task)).toBe('已提交：羊毛大衣 驼色 / M 数到 7 件，比账面少 1 件');
  });
});

describe('a typed number of pieces', () => {
  it.each([
    ['12', 12],
    [' ０７ ', 7],
    ['0', 0],
    ['1000000', 1_000_000],
  ])('%p is %p', (typed, pieces) => expect(readPieces(typed)).toBe(pieces));
  it.each(['', '-1', '1.5', '三', '1000001', '99999999'])('%p is none', (typed) =>
    expect(readPieces(typed)).toBeNull(),
  );
});
