import { shareAfter, limitOf } from './capacity.rules';
import { aCandidate, aPolicy, aWish } from './testing';
import { replay, summarize } from './what-if.rules';
import type { Replay } from './what-if.rules';

const near = aCandidate({ storeId: 'NEAR', distanceMetres: 400 });
const far = aCandidate({ storeId: 'FAR', distanceMetres: 2600 });
const anOrder = (given: Partial<Replay> = {}): Replay => ({
  wanted: aWish(),
  candidates: [near, far],
  warehouse: [5],
  gaveBack: [],
  ...given,
});
const never = () => 0;

describe('an order decided again', () => {
  test('goes where the rules say', () => {
    expect(replay(anOrder(), aPolicy(), never)).toMatchObject({
      locationId: 'NEAR',
      distanceMetres: 400,
      rejections: 0,
    });
    const rich = { ...far, available: [99] };
    const byStock = aPolicy({ rules: ['stock_balance'] });
    expect(replay(anOrder({ candidates: [near, rich] }), byStock, never)).toMatchObject({
      locationId: 'FAR',
    });
  });

  test('is given back again by whoever did so, and goes on', () => {
    const order = anOrder({ gaveBack: ['NEAR'] });
    expect(replay(order, aPolicy(), never)).toMatchObject({ locationId: 'FAR', rejections: 1 });
    expect(replay(order, aPolicy({ maxHops: 0 }), never)).toMatchObject({ locationId: null, rejections: 1 });
  });

  test('counts the usual rejections of a store that was never asked as a part of one', () => {
    expect(replay(anOrder(), aPolicy(), () => 0.25).rejections).toBe(0.25);
  });

  test('stays with the warehouse or a person where no store passes', () => {
    const nobody = anOrder({ candidates: [] });
    expect(replay(nobody, aPolicy(), never).locationId).toBeNull();
    const delivery = anOrder({ wanted: aWish({ fulfilment: 'delivery' }) });
    expect(replay(delivery, aPolicy(), never).locationId).toBe('WAREHOUSE');
    expect(replay(delivery, aPolicy({ shipFromStore: true }), never).locationId).toBe('NEAR');
  });

  test('would need a split when several have together what nobody has alone', () => {
    const wanted = aWish({
      lines: [
        { skuId: 'A', quantity: 1 },
        { skuId: 'B', quantity: 1 },
      ],
    });
    const candidates = [
      { ...near, available: [1, 0] },
      { ...far, available: [0, 1] },
    ];
    const split = anOrder({ wanted, candidates, warehouse: [null, null] });
    expect(replay(split, aPolicy(), never)).toMatchObject({ wouldSplit: true, locationId: null });
    expect(replay(split, aPolicy({ radiusMetres: 1000 }), never).wouldSplit).toBe(false);
  });
});

test('many orders make percentages of all and a mean of what is known', () => {
  const end = { locationId: 'S1', distanceMetres: 1000, rejections: 0, wouldSplit: false };
  const ends = [
    end,
    { ...end, distanceMetres: 2000, rejections: 1 },
    { ...end, locationId: 'WAREHOUSE', distanceMetres: null },
    { ...end, locationId: null, distanceMetres: null, wouldSplit: true },
  ];
  expect(summarize(ends)).toEqual({
    splitPercent: 25,
    meanDistanceMetres: 1500,
    rejectPercent: 25,
    storePercent: 50,
    warehousePercent: 25,
    humanPercent: 25,
  });
  expect(summarize([])).toMatchObject({ storePercent: 0, meanDistanceMetres: null });
});

test('a store that rejects too much keeps a share of its capacity, never less than one order an hour', () => {
  const { rejections } = aPolicy();
  expect(shareAfter({ offers: 4, given: 4 }, rejections)).toBe(1);
  expect(shareAfter({ offers: 5, given: 1 }, rejections)).toBe(1);
  expect(shareAfter({ offers: 5, given: 2 }, rejections)).toBe(0.5);
  expect(limitOf(20, undefined, { rejections })).toBe(20);
  expect(limitOf(null, 1, { rejections })).toBeNull();
  expect(limitOf(20, 0.5, { rejections })).toBe(10);
  expect(limitOf(null, 0.5, { rejections })).toBe(6);
  expect(limitOf(1, 0.5, { rejections })).toBe(1);
  expect(limitOf(0, 0.5, { rejections })).toBe(0);
});
