import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '../../kernel/ids';
import { runs } from '../../kernel/testing';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as staff from '../staff';
import * as inventory from '.';
import { adjust } from './adjust-stock';
import { submitCount } from './count-tasks';
import { changeSafety } from './stock.model';
import { stockId } from './stock.rules';
import { sweepExpiredHolds } from './sweep-holds';
import { aKnownSku, aStock, bookkeepingErrors, readStock } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
});
afterAll(() => suite.close());

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const asOperator = () => suite.ctx({ kind: 'staff', id: 'yunying' });
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

test('of 40 shoppers in three channels each gets what its own safety stock leaves, and nobody what was promised twice', async () => {
  const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 12, safety: 2 });
  await changeSafety(stockId(locationId, skuId), { channels: { douyin: 6 } });
  const channels = ['mini_program', 'douyin', 'pos', 'open_api'] as const;
  await outcomesOf(
    Array.from({ length: 40 }, (_, i) => {
      const input = { holdId: newId(), locationId, lines: lines(), until: inMinutes(15) };
      return inventory.hold(suite.ctx(), { ...input, channel: channels[i % 4]! });
    }),
  );
  expect((await readStock(locationId, skuId)).held).toBeGreaterThanOrEqual(10);
  expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
});

test('twenty copies of the same rejection, return and adjustment count once each, beside sales', async () => {
  const skuId = await aKnownSku(suite.ctx());
  const locationId = inventory.WAREHOUSE;
  await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 40 });
  const lines = [{ skuId, quantity: 1 }];
  const once = { ref: newId(), locationId, lines };
  const request = {
    requestId: randomUUID(),
    storeId: locationId,
    skuId,
    reason: 'lost',
    quantity: 3,
  } as const;
  const copies = (make: () => Promise<unknown>) => Array.from({ length: 20 }, make);
  const sell = async () => {
    const input = { holdId: newId(), locationId, lines };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.takeHold(suite.ctx(), input);
  };
  await Promise.all([
    ...copies(() => inventory.applyRejection(suite.ctx(), { ...once, effect: 'minus' })),
    ...copies(() => inventory.putBack(suite.ctx(), { ...once, condition: 'damaged' })),
    ...copies(() => adjust(asOperator(), request)),
    ...Array.from({ length: 10 }, sell),
  ]);
  expect(await readStock(locationId, skuId)).toMatchObject({
    onHand: 40 - 1 + 1 - 3 - 10,
    unsellable: 1,
    held: 0,
  });
  expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
});

const KINDS = [
  'hold',
  'hold',
  'keep',
  'release',
  'take',
  'sweep',
  'putBack',
  'adjust',
  'count',
  'reject',
] as const;
const REASONS = ['received', 'damaged', 'correction', 'set_aside', 'back_on_sale', 'written_off'] as const;
const step = fc.record({
  what: fc.constantFrom(...KINDS),
  who: fc.nat({ max: 5 }),
  /** Steps of one batch run at the same time. */
  batch: fc.nat({ max: 3 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  reason: fc.constantFrom(...REASONS),
  effect: fc.constantFrom('zero' as const, 'minus' as const, 'unsellable' as const),
  condition: fc.constantFrom('sellable' as const, 'damaged' as const),
  channel: fc.constantFrom('mini_program' as const, 'douyin' as const, 'pos' as const),
  counted: fc.nat({ max: 12 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const holdQuantity = (who: number): number => (who % 3) + 1;

/** A stock of its own in the warehouse, and the steps done to it. */
async function aBoard() {
  const locationId = inventory.WAREHOUSE;
  const skuId = await aKnownSku(suite.ctx());
  await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 6, safety: 1 });
  await changeSafety(stockId(locationId, skuId), { channels: { douyin: 3 } });
  const ids = Array.from({ length: 6 }, newId);
  const count = async (counted: number) => {
    const task = await inventory.askForCount(suite.ctx(), { locationId, skuId, why: 'routine' });
    const { moved = 0 } = await readStock(locationId, skuId);
    return submitCount(asOperator(), { storeId: locationId, ...task, counted, basis: moved });
  };
  const run = (one: Step): Promise<unknown> => {
    const { what, who, quantity, effect, condition, channel, reason, counted } = one;
    const ctx = { ...suite.ctx(), now: inMinutes(what === 'sweep' ? 20 : 0) };
    const some = (pieces: number) => [{ skuId, quantity: pieces }];
    const input = { holdId: String(ids[who]), locationId, lines: some(holdQuantity(who)) };
    const away = { ref: newId(), locationId, lines: some(quantity) };
    const steps: Record<Step['what'], () => Promise<unknown>> = {
      hold: () => inventory.hold(ctx, { ...input, until: inMinutes(15), channel }),
      keep: () => inventory.keepHold(ctx, input),
      release: () => inventory.releaseHold(ctx, input),
      take: () => inventory.takeHold(ctx, input),
      sweep: () => sweepExpiredHolds(ctx),
      putBack: () => inventory.putBack(ctx, { ...away, condition }),
      reject: () => inventory.applyRejection(ctx, { ...away, effect }),
      adjust: () => {
        const signed = reason === 'correction' ? -quantity : quantity;
        const request = { requestId: randomUUID(), storeId: locationId, skuId, reason, quantity: signed };
        return adjust(asOperator(), request);
      },
      count: () => count(counted),
    };
    return steps[what]();
  };
  return { locationId, skuId, run };
}

test('any interleaving of everything that can happen to a stock keeps the books', async () => {
  const play = async (steps: Step[]): Promise<string[]> => {
    const { locationId, skuId, run } = await aBoard();
    for (const batch of [0, 1, 2, 3]) {
      // A count that finds less than was promised is right and leaves more promised than there is: not what is tested here.
      const now = steps
        .filter((one) => one.batch === batch)
        .map((one) => ({ ...one, counted: one.counted + 20 }));
      await outcomesOf(now.map(run));
    }
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
    { numRuns: runs(12) },
  );
}, 240_000);

/** What a stock should be, written down without a database. */
class Expected {
  onHand = 6;
  unsellable = 0;
  readonly holds = new Map<number, { quantity: number; kept: boolean }>();
  readonly ended = new Map<number, 'released' | 'taken' | 'swept'>();
  get held(): number {
    return [...this.holds.values()].reduce((sum, { quantity }) => sum + quantity, 0);
  }
  get free(): number {
    return Math.max(0, this.onHand - this.held - this.unsellable);
  }
  private end(who: number, how: 'released' | 'taken' | 'swept'): void {
    this.holds.delete(who);
    this.ended.set(who, how);
  }
  private isOver(who: number): boolean {
    return this.ended.has(who) && this.ended.get(who) !== 'swept';
  }
  private move(change: number, unsellable = 0): string {
    this.onHand += change;
    this.unsellable += unsellable;
    return 'done';
  }
  /** Does the step and says how it should have gone. */
  play({ what, who, quantity, effect, condition, channel, reason, counted }: Step): string {
    const wanted = holdQuantity(who);
    if (what === 'hold') {
      if (this.holds.has(who)) return 'done';
      if (this.ended.has(who)) return 'BUSY';
      if (wanted > this.free - { mini_program: 1, douyin: 3, pos: 0 }[channel]) return 'OUT_OF_STOCK';
      this.holds.set(who, { quantity: wanted, kept: false });
    }
    if (what === 'keep') {
      const isThere = this.holds.has(who) || (!this.isOver(who) && this.free >= wanted);
      if (isThere) {
        this.ended.delete(who);
        this.holds.set(who, { quantity: wanted, kept: true });
      } else if (!this.isOver(who)) this.end(who, 'released');
    }
    if (what === 'release' && !this.isOver(who)) this.end(who, 'released');
    if (what === 'take' && !this.isOver(who) && (this.holds.has(who) || this.free >= wanted)) {
      this.move(-wanted);
      this.end(who, 'taken');
    }
    if (what === 'sweep')
      [...this.holds].filter(([, { kept }]) => !kept).forEach(([id]) => this.end(id, 'swept'));
    if (what === 'putBack') this.move(quantity, condition === 'damaged' ? quantity : 0);
    if (what === 'reject' && effect === 'unsellable') this.move(0, Math.min(quantity, this.free));
    if (what === 'reject' && effect !== 'unsellable')
      this.move(-(effect === 'zero' ? this.free : Math.min(quantity, this.free)));
    if (what === 'count') this.move(counted - this.onHand, Math.min(0, counted - this.unsellable));
    return what === 'adjust' ? this.adjust(reason, quantity) : 'done';
  }
  private adjust(reason: Step['reason'], quantity: number): string {
    const needsFree = ['damaged', 'correction', 'set_aside'].includes(reason);
    const needsSetAside = ['back_on_sale', 'written_off'].includes(reason);
    if ((needsFree && quantity > this.free) || (needsSetAside && quantity > this.unsellable))
      return 'STOCK_TOO_FEW';
    if (reason === 'received') return this.move(quantity);
    if (reason === 'set_aside') return this.move(0, quantity);
    if (reason === 'back_on_sale') return this.move(0, -quantity);
    return this.move(-quantity, reason === 'written_off' ? -quantity : 0);
  }
}

/** A count that found fewer than were promised is believed, and what was promised is handed over all the same. */
function isOfTheCount(error: string, { held, unsellable, onHand }: Expected): boolean {
  if (error.startsWith('BELOW_ZERO')) return onHand < 0;
  return error.startsWith('OVERPROMISED') && held + unsellable > onHand;
}

test('step by step a stock does what the rules say: no hold beyond on hand − held − set aside − safety of its channel', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
      const { locationId, skuId, run } = await aBoard();
      const expected = new Expected();
      for (const one of steps) {
        const { codes } = await outcomesOf([run(one)]);
        const outcome = codes[0] ?? 'done';
        const should = expected.play(one);
        const { onHand, held, unsellable } = await readStock(locationId, skuId);
        expect({ one, outcome, onHand, held, unsellable }).toEqual({
          one,
          outcome: should,
          onHand: expected.onHand,
          held: expected.held,
          unsellable: expected.unsellable,
        });
      }
      const errors = await bookkeepingErrors(locationId, skuId);
      expect(errors.filter((error) => !isOfTheCount(error, expected))).toEqual([]);
    }),
    { numRuns: runs(8) },
  );
}, 240_000);
