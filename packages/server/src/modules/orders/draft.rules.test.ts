import fc from 'fast-check';
import { FREE_FREIGHT_FROM_FEN, draftTotals, freightOf } from './draft.rules';

const aLine = (priceFen: number, quantity: number) => ({
  skuId: 'K1',
  productId: 'P1',
  title: '衬衫',
  valuesText: '雾蓝 M',
  imageUrl: '',
  priceFen,
  quantity,
});
const cart = fc.array(
  fc.record({ priceFen: fc.integer({ min: 1, max: 500_000 }), quantity: fc.integer({ min: 1, max: 99 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

test('a pickup order costs its goods less the coupon', () => {
  const { lines, totals } = draftTotals({
    lines: [aLine(199_00, 1), aLine(50_00, 2)],
    lineDiscountsFen: [20_00, 10_00],
    fulfilment: 'pickup',
    freightFen: 10_00,
  });
  expect(totals).toEqual({ goodsFen: 299_00, discountFen: 30_00, freightFen: 0, payableFen: 269_00 });
  expect(lines.map((line) => line.discountFen)).toEqual([20_00, 10_00]);
});

test('delivery costs freight below 99 yuan of goods, whatever a coupon takes off', () => {
  expect(freightOf('delivery', FREE_FREIGHT_FROM_FEN - 1, 10_00)).toBe(10_00);
  expect(freightOf('delivery', FREE_FREIGHT_FROM_FEN, 10_00)).toBe(0);
  const { totals } = draftTotals({
    lines: [aLine(100_00, 1)],
    lineDiscountsFen: [50_00],
    fulfilment: 'delivery',
    freightFen: 10_00,
  });
  expect(totals).toMatchObject({ freightFen: 0, payableFen: 50_00 });
});

test('a coupon worth all of the goods leaves one fen to pay', () => {
  const { lines, totals } = draftTotals({
    lines: [aLine(10_00, 1), aLine(5_00, 1)],
    lineDiscountsFen: [10_00, 5_00],
    fulfilment: 'pickup',
    freightFen: 0,
  });
  expect(totals).toMatchObject({ discountFen: 14_99, payableFen: 1 });
  expect(lines.map((line) => line.discountFen)).toEqual([10_00, 4_99]);
});

test('for any cart and any coupon the amounts add up to the fen, no line goes below zero, and something is left to pay', () => {
  fc.assert(
    fc.property(
      cart,
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('pickup' as const, 'delivery' as const),
      (wanted, share, fulfilment) => {
        const lineDiscountsFen = wanted.map((line) => Math.floor(line.priceFen * line.quantity * share));
        const { lines, totals } = draftTotals({
          lines: wanted.map((line) => aLine(line.priceFen, line.quantity)),
          lineDiscountsFen,
          fulfilment,
          freightFen: 10_00,
        });
        const goodsFen = lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);
        expect(totals.goodsFen).toBe(goodsFen);
        expect(lines.reduce((sum, line) => sum + line.discountFen, 0)).toBe(totals.discountFen);
        lines.forEach((line, i) => {
          expect(line.discountFen).toBeGreaterThanOrEqual(0);
          expect(line.discountFen).toBeLessThanOrEqual(lineDiscountsFen[i]!);
        });
        expect(totals.payableFen).toBe(goodsFen - totals.discountFen + totals.freightFen);
        expect(totals.payableFen).toBeGreaterThanOrEqual(1);
      },
    ),
  );
});
