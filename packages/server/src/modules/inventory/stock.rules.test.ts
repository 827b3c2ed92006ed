import fc from 'fast-check';
import {
  emptyStock,
  endOf,
  handedOver,
  movement,
  nextTending,
  plus,
  requireDistinct,
  sellable,
} from './stock.rules';

const at = new Date('2026-11-23T04:00:00Z');

test('what can be sold is what is neither promised nor kept back, and never less than nothing', () => {
  expect(sellable({ onHand: 10, held: 3, safety: 2 })).toBe(5);
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (onHand, held, safety) => {
      const left = sellable({ onHand, held, safety });
      return left >= 0 && (left === 0 || left + held + safety === onHand);
    }),
  );
});

test('a final end outweighs a sweep, whichever was remembered first', () => {
  const ended = (...hows: ('swept' | 'taken' | 'released')[]) => ({
    ended: hows.map((how) => ({ id: 'h', how, at })),
  });
  expect(endOf(ended('swept', 'taken'), 'h')).toBe('taken');
  expect(endOf(ended('released', 'swept'), 'h')).toBe('released');
  expect(endOf(ended('swept'), 'h')).toBe('swept');
  expect(endOf(ended('swept'), 'another')).toBeNull();
});

test('the movement of a hand-over has one id per hold, location and SKU, whenever it is made', () => {
  const hold = { holdId: 'h1', locationId: 'S1', lines: [] };
  const first = handedOver(hold, { skuId: 'K1', quantity: 2 }, at);
  const again = handedOver(hold, { skuId: 'K1', quantity: 2 }, new Date(at.getTime() + 1));
  expect(first).toMatchObject({ _id: 'handed_over/h1/S1/K1', quantity: -2 });
  expect(again._id).toBe(first._id);
});

test('a hold names each SKU once', () => {
  const line = { skuId: 'K1', quantity: 1 };
  expect(() => requireDistinct([line, { ...line, quantity: 2 }])).toThrow('each SKU once');
  expect(() => requireDistinct([line, { ...line, skuId: 'K2' }])).not.toThrow();
});

test('the sweep comes by for the first lease, memory or movement that is due, and not for what lasts', () => {
  const stock = emptyStock('S1', 'K1');
  const lasting = { id: 'h', quantity: 1, until: null };
  expect(nextTending({ ...stock, holds: [lasting] })).toBeNull();
  const holds = [lasting, { ...lasting, until: plus(at, 900_000) }, { ...lasting, until: plus(at, 600_000) }];
  expect(nextTending({ ...stock, holds })).toEqual(plus(at, 600_000));
  const ended = [{ id: 'h', how: 'released' as const, at }];
  expect(nextTending({ ...stock, ended })).toEqual(plus(at, 3600_000));
  const came = movement({ locationId: 'S1', skuId: 'K1', quantity: 1, reason: 'returned', ref: 'r', at });
  expect(nextTending({ ...stock, holds, ended, unposted: [came] })).toEqual(plus(at, 5_000));
});
