import fc from 'fast-check';
import { readRow, sift } from './import-rows.rules';

const read = (cells: object) => readRow({ row: 1, locationId: 'S1', skuId: 'K1', onHand: 1, ...cells });
const outcome = (onHand: unknown) => {
  const { read: row, notes } = read({ onHand });
  return [row?.onHand ?? null, ...notes.map(({ code }) => code)];
};

test.each([
  [12, [12]],
  ['12', [12]],
  [' 12 ', [12]],
  ['0', [0]],
  ['-0', [0]],
  ['12.0', [12, 'NUMBER_TIDIED']],
  ['１２', [12, 'NUMBER_TIDIED']],
  ['1,200', [1200, 'NUMBER_TIDIED']],
  ['1，200', [1200, 'NUMBER_TIDIED']],
  ['12,00', [null, 'QUANTITY_UNREADABLE']],
  ['-3', [0, 'NEGATIVE_IS_ZERO']],
  ['', [null, 'QUANTITY_UNREADABLE']],
  [undefined, [null, 'QUANTITY_UNREADABLE']],
  ['12.5', [null, 'QUANTITY_UNREADABLE']],
  [0.5, [null, 'QUANTITY_UNREADABLE']],
  ['1.2E+3', [null, 'QUANTITY_UNREADABLE']],
  [1e21, [null, 'QUANTITY_UNREADABLE']],
  ['十二', [null, 'QUANTITY_UNREADABLE']],
  ['1000001', [null, 'QUANTITY_TOO_LARGE']],
])('a stock of %p becomes %p', (onHand, expected) => {
  expect(outcome(onHand)).toEqual(expected);
});

test('whatever a cell holds, a row is taken with whole numbers or refused with a reason, never both', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.integer(), fc.constant(undefined));
  fc.assert(
    fc.property(fc.record({ locationId: cell, skuId: cell, onHand: cell, safety: cell }), (cells) => {
      const { read: row, notes } = readRow({ row: 1, ...cells });
      const refused = notes.some(({ verdict }) => verdict === 'refused');
      expect(refused).toBe(row === null);
      if (row)
        expect([row.onHand, row.safety ?? 0].every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
    }),
  );
});

test('the warehouse has names people use, a safety stock may be left out, and a bad one refuses the row', () => {
  expect(read({ locationId: '总仓' }).read).toEqual({
    row: 1,
    locationId: 'WAREHOUSE',
    skuId: 'K1',
    onHand: 1,
  });
  expect(read({ safety: ' ' }).read).not.toHaveProperty('safety');
  expect(read({ safety: '2' }).read).toMatchObject({ safety: 2 });
  expect(read({ safety: '-1', onHand: '1.0' })).toMatchObject({
    read: null,
    notes: [{ code: 'SAFETY_UNREADABLE', verdict: 'refused', detail: '-1' }],
  });
});

test('of rows for the same stock the first is taken; unknown places and SKUs are refused', () => {
  const rows = ['S1/K1', 'S1/K2', 'S1/K1', 'S9/K1', 'S1/K9'].map((id, i) => {
    const [locationId = '', skuId = ''] = id.split('/');
    return { row: i + 2, locationId, skuId, onHand: i };
  });
  const { taken, notes } = sift(rows, { locations: new Set(['S1']), skus: new Set(['K1', 'K2']) });
  expect(taken.map(({ row }) => row)).toEqual([2, 3]);
  expect(notes.map(({ row, code, detail }) => [row, code, detail])).toEqual([
    [4, 'DUPLICATE_ROW', '#2'],
    [5, 'LOCATION_UNKNOWN', 'S9'],
    [6, 'SKU_UNKNOWN', 'K9'],
  ]);
});
