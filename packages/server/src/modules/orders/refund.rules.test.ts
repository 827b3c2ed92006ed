import fc from 'fast-check';
import {
  afterRefund,
  emptiesOrder,
  endsCollection,
  everythingHere,
  freightLeft,
  isAllBack,
  paidFenOf,
  priceRefund,
  refundErrors,
  refundableLines,
} from './refund.rules';
import type { OrderRefund, RefundFacts, RefundedLine } from './refund.rules';

type Line = RefundFacts['lines'][number];
const NOW = new Date('2026-11-23T06:35:00Z');

const aLine = (given: Partial<Line> = {}): Line => ({
  lineNo: 1,
  skuId: 'A',
  priceFen: 100_00,
  quantity: 3,
  discountFen: 0,
  isGift: false,
  handedOver: false,
  removed: false,
  refundedQuantity: 0,
  refundedFen: 0,
  ...given,
});
function anOrder(lines: Line[], given: Partial<RefundFacts> & { freightFen?: number } = {}): RefundFacts {
  const { freightFen = 0, ...rest } = given;
  const payableFen = lines.reduce((sum, line) => sum + paidFenOf(line), freightFen);
  return { status: 'handed_over', lines, payableFen, refundedFen: 0, refunds: [], ...rest };
}
const refund = (order: RefundFacts, lines: RefundedLine[], freightFen = 0): RefundFacts => {
  const amountFen = lines.reduce((sum, { refundFen }) => sum + refundFen, freightFen);
  const key = `k${order.refunds.length}`;
  const one: OrderRefund = { key, amountFen, freightFen, lines, askedAt: NOW, doneAt: NOW };
  return { ...order, ...afterRefund(order, one, true) };
};

const anyLine = fc
  .record({
    priceFen: fc.integer({ min: 0, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 99 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    isGift: fc.boolean(),
  })
  .map(({ priceFen, quantity, share, isGift }) =>
    aLine({ priceFen, quantity, isGift, discountFen: Math.floor(priceFen * quantity * share) }),
  );
const anyOrder = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 8 }),
    freightFen: fc.integer({ min: 0, max: 20_00 }),
    status: fc.constantFrom('handed_over' as const, 'shipped' as const, 'completed' as const),
  })
  .map(({ lines, freightFen, status }) =>
    anOrder(
      lines.map((line, i) => ({ ...line, lineNo: i + 1, skuId: `K${i}` })),
      { freightFen, status },
    ),
  );
/** Steps as numbers that are read as "which line, how many of what is left". */
const anySteps = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 });

describe('the pieces of an order', () => {
  test('bring back exactly what was paid for them, in whatever steps, and never more', () => {
    fc.assert(
      fc.property(anyOrder, anySteps, (order, steps) => {
        let now = order;
        for (const [which, howMany] of steps) {
          const open = refundableLines(now).filter(({ quantity }) => quantity > 0);
          const line = open[which % Math.max(1, open.length)];
          if (!line) break;
          const priced = priceRefund(now, [{ lineNo: line.lineNo, quantity: 1 + (howMany % line.quantity) }]);
          now = refund(now, priced ?? []);
          expect(refundErrors(now)).toEqual([]);
        }
        const rest = refundableLines(now).filter(({ quantity }) => quantity > 0);
        const promised = rest.reduce((sum, { refundFen }) => sum + refundFen, 0);
        const last = priceRefund(now, rest);
        const end = refund(now, last ?? []);
        expect(refundErrors(end)).toEqual([]);
        expect(promised).toBe((last ?? []).reduce((sum, { refundFen }) => sum + refundFen, 0));
        expect(end.refundedFen).toBe(order.payableFen - freightLeft(order));
        end.lines.forEach((line) => expect(line.refundedFen).toBe(paidFenOf(line)));
        expect(isAllBack(end)).toBe(true);
        expect(priceRefund(end, [{ lineNo: 1, quantity: 1 }])).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('cost their share of the discount: three for 200.00 bring back 66.66, 66.67 and 66.67', () => {
    let order = anOrder([aLine({ discountFen: 100_00 })]);
    const steps = [1, 2, 3].map(() => {
      const priced = priceRefund(order, [{ lineNo: 1, quantity: 1 }]) ?? [];
      order = refund(order, priced);
      return priced[0]?.refundFen;
    });
    expect(steps).toEqual([66_66, 66_67, 66_67]);
  });

  test('bring back nothing when they were a gift', () => {
    const order = anOrder([aLine(), aLine({ lineNo: 2, skuId: 'B', isGift: true })]);
    expect(priceRefund(order, [{ lineNo: 2, quantity: 3 }])).toEqual([
      { lineNo: 2, quantity: 3, refundFen: 0 },
    ]);
    const back = refund(order, priceRefund(order, [{ lineNo: 1, quantity: 3 }]) ?? []);
    expect(isAllBack(back)).toBe(true);
  });

  test('bring back less when that was agreed, never more', () => {
    const order = anOrder([aLine()]);
    expect(priceRefund(order, [{ lineNo: 1, quantity: 1, refundFen: 10_00 }])).toHaveLength(1);
    expect(priceRefund(order, [{ lineNo: 1, quantity: 1, refundFen: 100_01 }])).toBeNull();
    expect(priceRefund(order, [{ lineNo: 1, quantity: 1, refundFen: -1 }])).toBeNull();
  });

  test('are not given back twice, more than there are, or of a line there is not', () => {
    const order = anOrder([aLine()]);
    expect(priceRefund(order, [{ lineNo: 1, quantity: 4 }])).toBeNull();
    expect(priceRefund(order, [{ lineNo: 1, quantity: 0 }])).toBeNull();
    expect(priceRefund(order, [{ lineNo: 2, quantity: 1 }])).toBeNull();
    const twice = { lineNo: 1, quantity: 1 };
    expect(priceRefund(order, [twice, twice])).toBeNull();
    const cancelled = { ...order, status: 'cancelled' as const };
    expect(priceRefund(cancelled, [twice])).toBeNull();
    expect(refundableLines(cancelled)).toEqual([]);
  });
});

describe('goods that are still ours', () => {
  const two = () =>
    anOrder([aLine(), aLine({ lineNo: 2, skuId: 'B' })], { status: 'accepted', freightFen: 8_00 });

  test('are taken off whole, the samples of the same SKU with them', () => {
    expect(priceRefund(two(), [{ lineNo: 1, quantity: 2 }])).toBeNull();
    expect(priceRefund(two(), [{ lineNo: 1, quantity: 3 }])).toHaveLength(1);
    const sampled = anOrder(
      [aLine(), aLine({ lineNo: 2, isGift: true, quantity: 1 }), aLine({ lineNo: 3, skuId: 'B' })],
      { status: 'paid' },
    );
    expect(priceRefund(sampled, [{ lineNo: 1, quantity: 3 }])).toBeNull();
    const both = [
      { lineNo: 1, quantity: 3 },
      { lineNo: 2, quantity: 1 },
    ];
    expect(priceRefund(sampled, both)).toHaveLength(2);
  });

  test('end the order, freight and all, when nothing that was bought is left', () => {
    const order = two();
    const first = priceRefund(order, [{ lineNo: 1, quantity: 3 }]) ?? [];
    expect(emptiesOrder(order, first)).toBe(false);
    const now = refund(order, first);
    expect(now.lines[0]?.removed).toBe(true);
    const last = priceRefund(now, [{ lineNo: 2, quantity: 3 }]) ?? [];
    expect(emptiesOrder(now, last)).toBe(true);
    const rest = everythingHere(now);
    expect(rest).toEqual({ lines: last, freightFen: 8_00 });
    const sum = rest.lines.reduce((all, { refundFen }) => all + refundFen, rest.freightFen);
    expect(now.refundedFen + sum).toBe(order.payableFen);
  });

  test('end the collection when the others were collected; freight stays paid', () => {
    const collected = aLine({ handedOver: true });
    const order = anOrder([collected, aLine({ lineNo: 2, skuId: 'B' })], {
      status: 'ready',
      freightFen: 8_00,
    });
    const last = priceRefund(order, [{ lineNo: 2, quantity: 3 }]) ?? [];
    expect(emptiesOrder(order, last)).toBe(false);
    expect(endsCollection(order, last)).toBe(true);
    expect(everythingHere(order)).toEqual({ lines: last, freightFen: 0 });
    expect(endsCollection(order, priceRefund(order, [{ lineNo: 1, quantity: 1 }]) ?? [])).toBe(false);
  });
});

test('books that do not add up are told', () => {
  const good = refund(anOrder([aLine()]), [{ lineNo: 1, quantity: 1, refundFen: 100_00 }]);
  expect(refundErrors(good)).toEqual([]);
  expect(refundErrors({ ...good, refundedFen: 1 })).not.toEqual([]);
  expect(refundErrors({ ...good, payableFen: 1 })).not.toEqual([]);
  expect(refundErrors({ ...good, refunds: [...good.refunds, ...good.refunds] })).not.toEqual([]);
  expect(refundErrors({ ...good, lines: [aLine({ refundedQuantity: 4, refundedFen: 400_00 })] })).not.toEqual(
    [],
  );
});
