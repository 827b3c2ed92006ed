import fc from 'fast-check';
import { covers, dropOf, mergeLines } from './candidate.rules';
import type { Candidate, Drop } from './candidate.rules';
import { dropText } from './explain.rules';
import { aCandidate, aPolicy, aWish } from './testing';

const drop = (given: Partial<Candidate>, wish = aWish(), policy = aPolicy()) =>
  dropOf(aCandidate(given), wish, policy);

describe('the hard filters', () => {
  test.each<[string, Partial<Candidate>, Drop, string]>([
    [
      'never carried it',
      { available: [null] },
      { filter: 'sells', reason: 'NOT_SOLD', facts: { skuId: 'K' } },
      '不经营 K',
    ],
    [
      'offers no pickup',
      { offersPickup: false },
      { filter: 'service', reason: 'NO_PICKUP', facts: {} },
      '不支持到店自提',
    ],
    [
      'is too far away',
      { distanceMetres: 3000.04 },
      { filter: 'reach', reason: 'OUT_OF_REACH', facts: { distanceMetres: 3000, radiusMetres: 3000 } },
      '超出 3 公里服务范围',
    ],
    [
      'has an area elsewhere',
      { inArea: false },
      { filter: 'reach', reason: 'OUT_OF_AREA', facts: { distanceMetres: 1000 } },
      '不在门店服务区域内',
    ],
    [
      'does not open again',
      { open: false, opensInMinutes: null },
      { filter: 'hours', reason: 'CLOSED_STORE', facts: {} },
      '暂停营业',
    ],
    [
      'opens too late to prepare it in time',
      { open: false, opensInMinutes: 1411 },
      {
        filter: 'hours',
        reason: 'SHUT',
        facts: { opensInMinutes: 1411, prepMinutes: 30, promiseMinutes: 1440 },
      },
      '休息中，23.5 小时后营业，赶不上约定时间',
    ],
    [
      'has too little',
      { available: [0] },
      { filter: 'stock', reason: 'OUT_OF_STOCK', facts: { skuId: 'K', wanted: 1, available: 0 } },
      'K 可售不足（需 1，可售 0）',
    ],
    [
      'has no place left in the hour',
      { limit: 20, used: 20 },
      { filter: 'capacity', reason: 'NO_CAPACITY', facts: { used: 20, limit: 20 } },
      '本时段备货位已满（20/20）',
    ],
    [
      'takes no orders for a while',
      { outageReason: '停电' },
      { filter: 'outage', reason: 'OUTAGE', facts: { because: '停电' } },
      '临时停止接单（停电）',
    ],
  ])('drop a store that %s', (...[_what, given, expected, text]) => {
    expect(drop(given)).toEqual(expected);
    expect(dropText(expected)).toBe(text);
  });

  test('drop a store that gave this order back, and for deliveries one that does not ship', () => {
    expect(drop({}, aWish({ excluded: ['S1'] }))).toMatchObject({ reason: 'REJECTED_BEFORE' });
    expect(drop({ shipsOrders: false }, aWish({ fulfilment: 'delivery' }))).toMatchObject({
      reason: 'NO_SHIPPING',
    });
    expect(drop({ offersPickup: false }, aWish({ fulfilment: 'delivery' }))).toBeNull();
  });

  test('pass at the very limits: on the radius, ready just in time, the last piece, the last place', () => {
    expect(drop({ distanceMetres: 3000 })).toBeNull();
    expect(drop({ open: false, opensInMinutes: 1410 })).toBeNull();
    expect(drop({ available: [1] })).toBeNull();
    expect(drop({ limit: 20, used: 19 })).toBeNull();
  });

  test("a store's own radius wins over the policy's, its area over both", () => {
    expect(drop({ distanceMetres: 4000, radiusMetres: 5000 })).toBeNull();
    expect(drop({ distanceMetres: 1000, radiusMetres: 999 })).toMatchObject({ facts: { radiusMetres: 999 } });
    expect(drop({ distanceMetres: 9000, radiusMetres: 100, inArea: true })).toBeNull();
  });

  test('name the first of several reasons, in their order', () => {
    const faults: [string, Partial<Candidate>][] = [
      ['sells', { available: [null] }],
      ['service', { offersPickup: false }],
      ['reach', { distanceMetres: 9999 }],
      ['hours', { open: false, opensInMinutes: null }],
      ['stock', { available: [0] }],
      ['capacity', { limit: 1, used: 1 }],
      ['outage', { outageReason: '停电' }],
      ['rejected', {}],
    ];
    const wish = aWish({ excluded: ['S1'] });
    const some = fc.subarray([...faults.keys()], { minLength: 1 });
    fc.assert(
      fc.property(some, (chosen) => {
        // `available` is the subject of two filters; the graver fault is laid on last.
        const given = [...chosen].reverse().reduce((all, i) => ({ ...all, ...faults[i]![1] }), {});
        expect(drop(given, wish)?.filter).toBe(faults[Math.min(...chosen, 7)]![0]);
      }),
    );
  });
});

test('lines of one SKU are wanted in sum, and covered only together', () => {
  const lines = mergeLines([
    { skuId: 'A', quantity: 2 },
    { skuId: 'B', quantity: 1 },
    { skuId: 'A', quantity: 3 },
  ]);
  expect(lines).toEqual([
    { skuId: 'A', quantity: 5 },
    { skuId: 'B', quantity: 1 },
  ]);
  expect(covers([5, 1], lines)).toBe(true);
  expect(covers([4, 9], lines)).toBe(false);
  expect(covers([5, null], lines)).toBe(false);
});
