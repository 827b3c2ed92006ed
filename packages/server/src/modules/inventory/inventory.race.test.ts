import fc from 'fast-check';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '.';
import { sweepExpiredHolds } from './sweep-holds';
import { aStock, bookkeepingErrors, readStock } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
});
afterAll(() => suite.close());

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const outcomesOf = async (calls: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(calls);
  return {
    done: settled.filter((one) => one.status === 'fulfilled').length,
    codes: settled.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code?: string }).code] : [],
    ),
  };
};

test('of 50 shoppers who want the last piece at once exactly one gets it', async () => {
  const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 1 });
  const outcome = await outcomesOf(
    Array.from({ length: 50 }, () =>
      inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(), until: inMinutes(15) }),
    ),
  );
  expect(outcome.done).toBe(1);
  expect(outcome.codes).toEqual(Array(49).fill('OUT_OF_STOCK'));
  expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 1, held: 1 });
});

test('of 60 carts with two SKUs never one gets half, and not more than the scarcer SKU allows', async () => {
  const first = await aStock(suite.ctx(), { onHand: 30 });
  const { locationId } = first;
  const second = await aStock(suite.ctx(), { onHand: 20, locationId });
  const outcome = await outcomesOf(
    Array.from({ length: 60 }, (_, i) => {
      const cart = [...first.lines(1), ...second.lines(2)];
      const lines = i % 2 ? cart : cart.reverse();
      return inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines, until: inMinutes(15) });
    }),
  );
  const [one, two] = [await readStock(locationId, first.skuId), await readStock(locationId, second.skuId)];
  expect(outcome.done).toBeLessThanOrEqual(10);
  expect(outcome.done).toBeGreaterThan(0);
  expect([one.held, two.held]).toEqual([outcome.done, outcome.done * 2]);
});

test('twenty copies of the same hold, and twenty of its hand-over, count once', async () => {
  const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 10 });
  const input = { holdId: newId(), locationId, lines: lines(3) };
  const copies = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, make));
  await copies(() => inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) }));
  expect((await readStock(locationId, skuId)).held).toBe(3);
  const taken = await copies(() => inventory.takeHold(suite.ctx(), input));
  expect(taken.every((one) => one.taken)).toBe(true);
  expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 7, held: 0 });
  expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
});

test('a hold and its release under way at the same time leave nothing promised', async () => {
  for (let round = 0; round < 30; round += 1) {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 3 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await outcomesOf([
      inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) }),
      inventory.releaseHold(suite.ctx(), input),
    ]);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 3, held: 0, holds: [] });
  }
});

test('counting while goods are sold loses neither the count nor the sales', async () => {
  const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 100 });
  const sell = async () => {
    const input = { holdId: newId(), locationId, lines: lines() };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.takeHold(suite.ctx(), input);
  };
  await Promise.all([
    ...Array.from({ length: 20 }, sell),
    inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 200 }),
  ]);
  const { onHand } = await readStock(locationId, skuId);
  expect(onHand).toBeGreaterThanOrEqual(180);
  expect(onHand).toBeLessThanOrEqual(200);
  expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
});

const step = fc.record({
  what: fc.constantFrom('hold', 'hold', 'keep', 'release', 'take', 'sweep', 'putBack'),
  who: fc.nat({ max: 5 }),
  /** Steps of one batch run at the same time. */
  batch: fc.nat({ max: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('any interleaving of holds, keeps, releases, hand-overs, returns and sweeps keeps the books', async () => {
  const play = async (steps: Step[]): Promise<string[]> => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 6, safety: 1 });
    const ids = Array.from({ length: 6 }, newId);
    const run = ({ what, who }: Step): Promise<unknown> => {
      const ctx = { ...suite.ctx(), now: inMinutes(what === 'sweep' ? 20 : 0) };
      const holdId = String(ids[who]);
      const input = { holdId, locationId, lines: lines((who % 3) + 1) };
      if (what === 'hold') return inventory.hold(ctx, { ...input, until: inMinutes(15) });
      if (what === 'keep') return inventory.keepHold(ctx, input);
      if (what === 'release') return inventory.releaseHold(ctx, input);
      if (what === 'take') return inventory.takeHold(ctx, input);
      if (what === 'putBack') return inventory.putBack(ctx, { ref: holdId, locationId, lines: lines(1) });
      return sweepExpiredHolds(ctx);
    };
    for (const batch of [0, 1, 2, 3]) await outcomesOf(steps.filter((one) => one.batch === batch).map(run));
    const errors = await bookkeepingErrors(locationId, skuId);
    // Whatever happened while a sweep was looking, the next one finds it: a day later no lease and no memory is left.
    const nextDay = { ...suite.ctx(), now: inMinutes(24 * 60) };
    await sweepExpiredHolds(nextDay);
    await sweepExpiredHolds({ ...nextDay, now: inMinutes(26 * 60) });
    const { holds, ended, tendAt } = await readStock(locationId, skuId);
    expect({ leases: holds.filter(({ until }) => until !== null), ended, tendAt }).toEqual({
      leases: [],
      ended: [],
      tendAt: undefined,
    });
    return errors;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      expect(await play(steps)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
