import * as fc from 'fast-check';
import type { CartLine } from './cart.rules';
import {
  addLine,
  chosenLines,
  countOf,
  priceMove,
  refreshLines,
  setQuantity,
  toggleLine,
  totalFen,
} from './cart.rules';

const aLine = (changes: Partial<CartLine> = {}): CartLine => ({
  skuId: 'coat-blue-m',
  productId: 'coat',
  title: '羊毛大衣',
  valuesText: '雾蓝 M',
  imageUrl: '/media/coat.svg',
  priceFen: 89900,
  quantity: 1,
  selected: true,
  trouble: null,
  ...changes,
});

test('the same SKU again adds to its quantity and comes first', () => {
  const lines = addLine([aLine({ skuId: 'scarf' }), aLine({ quantity: 2 })], aLine({ quantity: 3 }));
  expect(lines.map((line) => [line.skuId, line.quantity])).toEqual([
    ['coat-blue-m', 5],
    ['scarf', 1],
  ]);
});

test('a quantity stays between 1 and 99', () => {
  fc.assert(
    fc.property(fc.integer(), (wanted) => {
      const [line] = setQuantity([aLine()], 'coat-blue-m', wanted);
      return line !== undefined && line.quantity >= 1 && line.quantity <= 99;
    }),
  );
});

test('the total of a cart is the sum of its lines in whole fen', () => {
  expect(totalFen([aLine({ quantity: 2 }), aLine({ skuId: 'scarf', priceFen: 19900 })])).toBe(199700);
  expect(countOf([aLine({ quantity: 2 }), aLine({ skuId: 'scarf' })])).toBe(3);
});

test('a changed price is taken over and told', () => {
  const products = new Map([
    ['coat', { title: '羊毛大衣', skus: [{ skuId: 'coat-blue-m', priceFen: 79900, onSale: true }] }],
  ]);
  const { lines, changed } = refreshLines([aLine()], products);
  expect(lines[0]?.priceFen).toBe(79900);
  expect(changed).toHaveLength(1);
});

test('goods taken off the shelf stay visible but are not bought', () => {
  const { lines } = refreshLines([aLine()], new Map([['coat', null]]));
  expect(lines[0]?.trouble).toBe('商品已下架');
  expect(chosenLines(lines)).toEqual([]);
});

test('a product that could not be asked about stays as it was', () => {
  const lines = [aLine({ trouble: null })];
  expect(refreshLines(lines, new Map()).lines).toEqual(lines);
});

test('deselected lines are not bought', () => {
  expect(chosenLines(toggleLine([aLine()], 'coat-blue-m'))).toEqual([]);
});

test('how the price moved since a line was put in is told in yuan', () => {
  expect(priceMove({ priceFen: 9900, addedFen: 12900 })).toBe('比加入时便宜 ¥30.00');
  expect(priceMove({ priceFen: 12900, addedFen: 9900 })).toBe('比加入时贵了 ¥30.00');
  expect(priceMove({ priceFen: 9900, addedFen: 9900 })).toBeNull();
  expect(priceMove({ priceFen: 9900 })).toBeNull();
});
