import fc from 'fast-check';
import { missingFrom, noPickupReason, radiusText } from './choose.rules';

const stockOf = (stock: Record<string, number>) => new Map(Object.entries(stock));

describe('what a place lacks', () => {
  test('lists each SKU it cannot serve, with what it has', () => {
    const lines = [
      { skuId: 'A', quantity: 2 },
      { skuId: 'B', quantity: 1 },
      { skuId: 'C', quantity: 1 },
    ];
    expect(missingFrom(stockOf({ A: 2, B: 0 }), lines)).toEqual([
      { skuId: 'B', wanted: 1, available: 0 },
      { skuId: 'C', wanted: 1, available: 0 },
    ]);
  });

  test('the same SKU on two lines is wanted in sum', () => {
    const twice = [
      { skuId: 'A', quantity: 2 },
      { skuId: 'A', quantity: 2 },
    ];
    expect(missingFrom(stockOf({ A: 3 }), twice)).toEqual([{ skuId: 'A', wanted: 4, available: 3 }]);
  });

  test('nothing is missing exactly when stock covers the sum of every SKU', () => {
    const skuId = fc.constantFrom('A', 'B', 'C');
    const lines = fc.array(fc.record({ skuId, quantity: fc.integer({ min: 1, max: 9 }) }));
    const stock = fc.dictionary(skuId, fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(stock, lines, (has, wants) => {
        const sum = (id: string) =>
          wants.reduce((total, line) => total + (line.skuId === id ? line.quantity : 0), 0);
        const covered = ['A', 'B', 'C'].every((id) => (has[id] ?? 0) >= sum(id));
        expect(missingFrom(stockOf(has), wants).length === 0).toBe(covered);
      }),
    );
  });
});

describe('why pickup is not offered', () => {
  test('nothing is said when a store is near', () => {
    expect(noPickupReason(1, 3000, true)).toBeNull();
  });

  test('without a store, the warehouse is named if it can deliver', () => {
    expect(noPickupReason(0, 3000, true)).toBe('3 公里内没有门店，可由仓库配送到家');
    expect(noPickupReason(0, 2500, false)).toBe('2.5 公里内没有门店，仓库也暂时缺货');
    expect(radiusText(800)).toBe('800 米');
  });
});
