import fc from 'fast-check';
import { dropOf } from './candidate.rules';
import type { Candidate } from './candidate.rules';
import { decide, recordOf } from './decide.rules';
import type { Judged, Rule } from './decide.rules';
import { aCandidate, aPolicy, aWish } from './testing';

const store = (storeId: string, given: Partial<Candidate> = {}) =>
  aCandidate({ storeId, name: storeId, ...given });
const order = (candidates: Candidate[], wish = aWish(), rules?: Rule[]) =>
  decide(wish, candidates, aPolicy(rules ? { rules } : {})).ranked.map(({ facts, lost }) => [
    facts.storeId,
    lost,
  ]);

describe('the ranking', () => {
  test("puts the customer's store first, then the guide's, however far they are", () => {
    const stores = [
      store('NEAR', { distanceMetres: 10 }),
      store('MINE', { distanceMetres: 2900 }),
      store('GUIDE', { distanceMetres: 2000 }),
    ];
    expect(order(stores, aWish({ chosenStoreId: 'MINE', guideStoreId: 'GUIDE' }))).toEqual([
      ['MINE', null],
      ['GUIDE', 'chosen_store'],
      ['NEAR', 'chosen_store'],
    ]);
  });

  test('takes distances within one bucket of 500 m as equal; then the emptier slot, then the larger rest', () => {
    expect(
      order([
        store('FAR', { distanceMetres: 500 }),
        store('FULL', { distanceMetres: 20, limit: 10, used: 9 }),
        store('RICH', { distanceMetres: 499, limit: 10, used: 1, available: [9] }),
        store('POOR', { distanceMetres: 100, limit: 20, used: 2, available: [8] }),
      ]),
    ).toEqual([
      ['RICH', null],
      ['POOR', 'stock_balance'],
      ['FULL', 'load'],
      ['FAR', 'distance'],
    ]);
  });

  test('goes by the rules it was given, in their order', () => {
    const stores = [
      store('A', { distanceMetres: 900, available: [2] }),
      store('B', { distanceMetres: 100, available: [1] }),
    ];
    expect(order(stores)[0]).toEqual(['B', null]);
    expect(order(stores, aWish(), ['stock_balance', 'distance'])[0]).toEqual(['A', null]);
    expect(order(stores, aWish(), ['chosen_store'])).toEqual([
      ['A', null],
      ['B', 'store_id'],
    ]);
  });

  const anyStore = fc.record({
    distanceMetres: fc.integer({ min: 0, max: 4000 }),
    open: fc.boolean(),
    opensInMinutes: fc.option(fc.integer({ min: 0, max: 2000 })),
    available: fc.tuple(fc.option(fc.integer({ min: 0, max: 3 }))),
    limit: fc.option(fc.integer({ min: 0, max: 4 })),
    used: fc.integer({ min: 0, max: 4 }),
    outageReason: fc.option(fc.constant('停电')),
  });
  const anyStores = fc
    .array(anyStore, { maxLength: 12 })
    .map((all) => all.map((one, i) => store(`S${String(i).padStart(2, '0')}`, one)));
  const wishes = fc.record({
    chosenStoreId: fc.option(fc.constantFrom('S00', 'S03')),
    excluded: fc.subarray(['S00', 'S01', 'S02']),
  });

  test('does not depend on the order in which stores are looked at', () => {
    fc.assert(
      fc.property(anyStores, wishes, fc.infiniteStream(fc.nat()), (stores, wish, seeds) => {
        const shuffled = stores
          .map((one) => ({ one, at: seeds.next().value as number }))
          .sort((a, b) => a.at - b.at);
        expect(
          order(
            shuffled.map(({ one }) => one),
            aWish(wish),
          ),
        ).toEqual(order(stores, aWish(wish)));
      }),
    );
  });

  test('every store either passed all filters and has a rank, or has a reason; never both, never neither', () => {
    fc.assert(
      fc.property(anyStores, wishes, (stores, wish) => {
        const records = decide(aWish(wish), stores, aPolicy()).judged;
        expect(records.map(({ facts }) => facts.storeId)).toEqual(stores.map(({ storeId }) => storeId));
        for (const { rank, dropped } of records) expect((rank === null) !== (dropped === null)).toBe(true);
      }),
    );
  });

  test('decided again from its record, under the same rules, it comes out the same', () => {
    fc.assert(
      fc.property(anyStores, wishes, (stores, wish) => {
        const first = decide(aWish(wish), stores, aPolicy());
        const again = decide(
          aWish(wish),
          (JSON.parse(JSON.stringify(first.judged)) as Judged[]).map(({ facts }) => facts),
          aPolicy(),
        );
        expect(again.ranked.map(({ facts, lost }) => [facts.storeId, lost])).toEqual(
          first.ranked.map(({ facts, lost }) => [facts.storeId, lost]),
        );
      }),
    );
  });

  /** Told anew, slowly: strike out, rule by rule, whoever is not best. */
  function survivor(stores: Candidate[], wish = aWish()): string | undefined {
    let left = stores.filter((one) => dropOf(one, wish, aPolicy()) === null);
    const keep = (value: (one: Candidate) => number) => {
      const best = Math.min(...left.map(value));
      left = left.filter((one) => value(one) === best);
    };
    keep((one) => (one.storeId === wish.chosenStoreId ? 0 : 1));
    keep((one) => Math.floor((one.distanceMetres ?? 0) / 500));
    keep((one) => (one.limit === null ? 0 : one.used / one.limit));
    keep((one) => -(one.available[0] ?? 0));
    return left.map(({ storeId }) => storeId).sort()[0];
  }

  test('the winner is whom striking out rule by rule leaves over', () => {
    fc.assert(
      fc.property(anyStores, wishes, (stores, wish) => {
        expect(order(stores, aWish(wish))[0]?.[0]).toBe(survivor(stores, aWish(wish)));
      }),
    );
  });

  test('of a hundred stores the sixty nearest are kept, and the best even if they lie farther', () => {
    const stores = Array.from({ length: 100 }, (_, i) =>
      store(`S${String(i).padStart(3, '0')}`, { distanceMetres: 20 * i, available: [i < 98 ? 0 : 5] }),
    );
    const kept = recordOf(decide(aWish(), stores, aPolicy())).map(({ facts }) => facts.storeId);
    expect(kept).toHaveLength(62);
    expect(kept.slice(-3)).toEqual(['S059', 'S098', 'S099']);
  });
});
