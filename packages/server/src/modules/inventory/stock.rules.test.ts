import fc from 'fast-check';
import {
  emptyStock,
  endOf,
  freePieces,
  handedOver,
  movement,
  nextTending,
  plus,
  recounted,
  rejected,
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

test('a channel keeps back its own number, or the default, which the store itself does not have', () => {
  const stock = { onHand: 10, held: 1, unsellable: 2, safety: 3, channelSafety: { douyin: 6, meituan: 0 } };
  expect(sellable(stock)).toBe(4);
  expect(sellable(stock, 'douyin')).toBe(1);
  expect(sellable(stock, 'meituan')).toBe(7);
  expect(sellable(stock, 'pos')).toBe(7);
});

test('a rejection leaves what others were promised, and never takes more than is free', () => {
  const effects = fc.constantFrom('zero', 'minus', 'unsellable', 'none');
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(20), fc.integer({ min: 1, max: 9 }), effects, (...args) => {
      const [onHand, held, unsellable, quantity, effect] = args;
      const stock = { onHand, held, unsellable };
      const change = rejected(stock, { effect, quantity });
      const after = {
        onHand: onHand + change.quantity,
        held,
        unsellable: unsellable + (change.unsellable ?? 0),
      };
      const taken = freePieces(stock) - freePieces(after);
      expect(taken).toBe(
        { zero: freePieces(stock), none: 0 }[effect as 'zero'] ?? Math.min(quantity, freePieces(stock)),
      );
      if (onHand >= held + unsellable) expect(after.onHand).toBeGreaterThanOrEqual(held + after.unsellable);
    }),
  );
});

test('a count makes on hand what was counted, and not more set aside than that', () => {
  expect(recounted({ onHand: 5, unsellable: 2 }, 3)).toEqual({ quantity: -2 });
  expect(recounted({ onHand: 5, unsellable: 2 }, 1)).toEqual({ quantity: -4, unsellable: -1 });
  expect(recounted({ onHand: 5 }, 5)).toEqual({ quantity: 0 });
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
