import fc from 'fast-check';
import { agreedTotals } from './channel.rules';

const line = fc.record({ quantity: fc.integer({ min: 1, max: 9 }), priceFen: fc.nat(100_000) });
const order = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    freightFen: fc.nat(2000),
    off: fc.nat(1000),
  })
  .map(({ lines, freightFen, off }) => {
    const goods = lines.reduce((sum, { quantity, priceFen }) => sum + quantity * priceFen, 0);
    return { lines, freightFen, paidFen: goods + freightFen - Math.floor((goods * off) / 1000) };
  });

describe('what was taken off elsewhere', () => {
  it('is split over the lines to the fen, and no line is worth less than nothing', () => {
    fc.assert(
      fc.property(order, (given) => {
        const totals = agreedTotals(given);
        if (!totals) throw new Error('refused');
        const { goodsFen, discountFen, lineDiscountsFen } = totals;
        expect(lineDiscountsFen.reduce((sum, share) => sum + share, 0)).toBe(discountFen);
        expect(goodsFen - discountFen + given.freightFen).toBe(given.paidFen);
        given.lines.forEach(({ quantity, priceFen }, i) => {
          expect(lineDiscountsFen[i]).toBeGreaterThanOrEqual(0);
          expect(lineDiscountsFen[i]).toBeLessThanOrEqual(quantity * priceFen);
        });
      }),
    );
  });

  it('is refused when more was paid than it cost, or less than the freight', () => {
    const lines = [{ quantity: 1, priceFen: 100 }];
    expect(agreedTotals({ lines, freightFen: 10, paidFen: 111 })).toBeNull();
    expect(agreedTotals({ lines, freightFen: 10, paidFen: 9 })).toBeNull();
    expect(agreedTotals({ lines, freightFen: 10, paidFen: 10 })).toMatchObject({ lineDiscountsFen: [100] });
  });
});
