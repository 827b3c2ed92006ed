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
  { minLength: 1, maxLength: 8 },
);

test('an order costs its goods less the coupons, and the freight apart', () => {
  const { lines, totals } = draftTotals({
    lines: [aLine(199_00, 1), aLine(50_00, 2)],
    gifts: [aLine(0, 1)],
    couponShares: [
      [20_00, 10_00],
      [5_00, 0],
    ],
    freightFen: 2_00,
  });
  expect(totals).toEqual({ goodsFen: 299_00, discountFen: 35_00, freightFen: 2_00, payableFen: 266_00 });
  expect(lines.map(({ lineNo, discountFen, isGift }) => [lineNo, discountFen, isGift])).toEqual([
    [1, 25_00, false],
    [2, 10_00, false],
    [3, 0, true],
  ]);
});

test('delivery costs freight below 99 yuan of goods, pickup never', () => {
  expect(freightOf('delivery', FREE_FREIGHT_FROM_FEN - 1, 10_00)).toBe(10_00);
  expect(freightOf('delivery', FREE_FREIGHT_FROM_FEN, 10_00)).toBe(0);
  expect(freightOf('pickup', 1, 10_00)).toBe(0);
});

test('for any cart and any shares the amounts add up to the fen', () => {
  fc.assert(
    fc.property(
      cart,
      fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { maxLength: 3 }),
      (wanted, parts) => {
        const couponShares = parts.map((part) =>
          wanted.map((line) => Math.floor(line.priceFen * line.quantity * part)),
        );
        const { lines, totals } = draftTotals({
          lines: wanted.map((line) => aLine(line.priceFen, line.quantity)),
          gifts: [],
          couponShares,
          freightFen: 10_00,
        });
        const goodsFen = lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);
        expect(totals.goodsFen).toBe(goodsFen);
        expect(totals.discountFen).toBe(couponShares.flat().reduce((sum, share) => sum + share, 0));
        lines.forEach((line, i) => {
          expect(line.discountFen).toBe(couponShares.reduce((sum, shares) => sum + shares[i]!, 0));
        });
        expect(totals.payableFen).toBe(goodsFen - totals.discountFen + totals.freightFen);
        expect(totals.payableFen).toBeGreaterThanOrEqual(1);
      },
    ),
  );
});
