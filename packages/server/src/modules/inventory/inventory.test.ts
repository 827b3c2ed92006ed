import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '.';
import { addReturned, planTending } from './stock.model';
import { movement, stockId } from './stock.rules';
import { sweepExpiredHolds } from './sweep-holds';
import { aStock, bookkeepingErrors, readStock } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
});
afterAll(() => suite.close());

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const later = (minutes: number) => ({ ...suite.ctx(), now: inMinutes(minutes) });
const available = async (locationId: string, skuId: string) =>
  (await inventory.availableAt(suite.ctx(), [locationId], [skuId])).get(locationId)?.get(skuId);

describe('what can be sold', () => {
  test('is what is on hand without what is promised and what the store keeps back', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 10, safety: 2 });
    await inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(3), until: inMinutes(15) });
    expect(await available(locationId, skuId)).toBe(5);
  });

  test('is nothing for a SKU the location never had, and every pair asked for is answered', async () => {
    const { locationId, skuId } = await aStock(suite.ctx(), { onHand: 4 });
    const found = await inventory.availableAt(suite.ctx(), [locationId, 'S-none'], [skuId, 'K-none']);
    expect(found.get(locationId)?.get(skuId)).toBe(4);
    expect(found.get(locationId)?.get('K-none')).toBe(0);
    expect(found.get('S-none')?.get(skuId)).toBe(0);
  });
});

describe('hold', () => {
  test('holds all lines or none, and says what is missing', async () => {
    const ctx = suite.ctx();
    const first = await aStock(ctx, { onHand: 5 });
    const second = await aStock(ctx, { onHand: 1, locationId: first.locationId });
    const lines = [...first.lines(2), ...second.lines(3), { skuId: 'K-none', quantity: 1 }];
    const refused = inventory.hold(ctx, {
      holdId: newId(),
      locationId: first.locationId,
      lines,
      until: inMinutes(15),
    });
    await expect(refused).rejects.toMatchObject({
      code: 'OUT_OF_STOCK',
      details: {
        missing: [
          { skuId: second.skuId, wanted: 3, available: 1 },
          { skuId: 'K-none', wanted: 1, available: 0 },
        ],
      },
    });
    expect(await available(first.locationId, first.skuId)).toBe(5);
    expect(await bookkeepingErrors(first.locationId, first.skuId)).toEqual([]);
  });

  test('holds once for the same id', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2), until: inMinutes(15) };
    await inventory.hold(suite.ctx(), input);
    await inventory.hold(suite.ctx(), input);
    expect(await available(locationId, skuId)).toBe(3);
  });

  test('does not come back to life when it arrives after its release', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.releaseHold(suite.ctx(), input);
    const late = inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await expect(late).rejects.toMatchObject({ code: 'BUSY' });
    expect(await available(locationId, skuId)).toBe(5);
  });

  test('is refused inside a transaction', async () => {
    const { locationId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(), until: inMinutes(15) };
    await expect(inTransaction(() => inventory.hold(suite.ctx(), input))).rejects.toThrow(
      'inventory.hold called inside a transaction',
    );
  });

  test('with another quantity under the same id is a bug that does not pass silently', async () => {
    const { locationId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2), until: inMinutes(15) };
    await inventory.hold(suite.ctx(), input);
    await expect(inventory.hold(suite.ctx(), { ...input, lines: lines(3) })).rejects.toThrow('asks for 3');
  });
});

describe('a lease', () => {
  test('runs out: the sweep gives the goods back, once', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    await inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(2), until: inMinutes(15) });
    await sweepExpiredHolds(later(14));
    expect(await available(locationId, skuId)).toBe(3);
    await sweepExpiredHolds(later(16));
    await sweepExpiredHolds(later(16));
    expect(await available(locationId, skuId)).toBe(5);
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('that was made while a sweep was looking is not overlooked by the next one', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const seenBefore = await readStock(locationId, skuId);
    await inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(2), until: inMinutes(15) });
    await planTending(seenBefore);
    await sweepExpiredHolds(later(16));
    expect(await available(locationId, skuId)).toBe(5);
  });

  test('that was kept never runs out', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    expect(await inventory.keepHold(suite.ctx(), input)).toEqual({ kept: true });
    expect(await inventory.keepHold(suite.ctx(), input)).toEqual({ kept: true });
    await sweepExpiredHolds(later(10_000));
    expect(await available(locationId, skuId)).toBe(3);
  });

  test('that was swept is kept after all while the goods are still there, even those kept back', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 3, safety: 1 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await sweepExpiredHolds(later(16));
    await inventory.hold(later(16), { holdId: newId(), locationId, lines: lines(1), until: inMinutes(31) });
    expect(await inventory.keepHold(later(17), input)).toEqual({ kept: true });
    expect((await readStock(locationId, skuId)).held).toBe(3);
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('that was swept and whose goods were sold since is not kept, and holds nothing then', async () => {
    const first = await aStock(suite.ctx(), { onHand: 1 });
    const { locationId } = first;
    const second = await aStock(suite.ctx(), { onHand: 5, locationId });
    const input = { holdId: newId(), locationId, lines: [...first.lines(), ...second.lines(2)] };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await sweepExpiredHolds(later(16));
    await inventory.hold(later(16), {
      holdId: newId(),
      locationId,
      lines: first.lines(),
      until: inMinutes(31),
    });
    expect(await inventory.keepHold(later(17), input)).toEqual({ kept: false });
    expect(await inventory.keepHold(later(18), input)).toEqual({ kept: false });
    expect(await available(locationId, second.skuId)).toBe(5);
  });
});

describe('the end of a hold', () => {
  test('release gives back once, and a release after the hand-over gives nothing back', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const released = { holdId: newId(), locationId, lines: lines(2) };
    const taken = { holdId: newId(), locationId, lines: lines(1) };
    await inventory.hold(suite.ctx(), { ...released, until: inMinutes(15) });
    await inventory.hold(suite.ctx(), { ...taken, until: inMinutes(15) });
    await inventory.releaseHold(suite.ctx(), released);
    await inventory.releaseHold(suite.ctx(), released);
    expect(await inventory.takeHold(suite.ctx(), taken)).toEqual({ taken: true });
    await inventory.releaseHold(suite.ctx(), taken);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 4, held: 0 });
  });

  test('goods leave once however often the hand-over is told, also long after it was forgotten', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.takeHold(suite.ctx(), input);
    await sweepExpiredHolds(later(120));
    expect((await readStock(locationId, skuId)).ended).toEqual([]);
    expect(await inventory.takeHold(later(121), input)).toEqual({ taken: true });
    expect(await inventory.keepHold(later(121), input)).toEqual({ kept: true });
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 3, held: 0 });
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('goods whose lease was swept leave the books too, but never goods promised to someone else', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 3 });
    const swept = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...swept, until: inMinutes(15) });
    await sweepExpiredHolds(later(16));
    expect(await inventory.takeHold(later(17), swept)).toEqual({ taken: true });

    const another = { holdId: newId(), locationId, lines: lines(1) };
    await inventory.hold(later(17), { ...another, until: inMinutes(30) });
    const never = { holdId: newId(), locationId, lines: lines(1) };
    expect(await inventory.takeHold(later(17), never)).toEqual({ taken: false });
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 1, held: 1 });
  });

  test('a released hold cannot be handed over or kept', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 3 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.releaseHold(suite.ctx(), input);
    expect(await inventory.keepHold(suite.ctx(), input)).toEqual({ kept: false });
    expect(await inventory.takeHold(suite.ctx(), input)).toEqual({ taken: false });
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 3, held: 0 });
  });
});

describe('the ledger', () => {
  test('adds up to what is on hand after counts, hand-overs and returns, each once', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    const input = { holdId: newId(), locationId, lines: lines(2) };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.takeHold(suite.ctx(), input);
    const back = { ref: newId(), locationId, lines: lines(1) };
    await inventory.putBack(suite.ctx(), back);
    await inventory.putBack(suite.ctx(), back);
    await sweepExpiredHolds(later(120));
    await inventory.putBack(later(121), back);
    expect((await readStock(locationId, skuId)).onHand).toBe(4);
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 9, safety: 1 });
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 9 });
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 9, safety: 1 });
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('gets the row that a crash left in the stock document', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 1 });
    const back = { ref: newId(), locationId, lines: lines(2) };
    const came = movement({
      locationId,
      skuId,
      quantity: 2,
      reason: 'returned',
      ref: back.ref,
      at: inMinutes(0),
    });
    await addReturned(stockId(locationId, skuId), came);
    expect(await bookkeepingErrors(locationId, skuId)).toContain('1 movements not posted');
    await sweepExpiredHolds(later(1));
    await inventory.putBack(suite.ctx(), back);
    expect((await readStock(locationId, skuId)).onHand).toBe(3);
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('goods can come back to a location that never had them', async () => {
    const skuId = `K-${newId()}`;
    await inventory.putBack(suite.ctx(), {
      ref: newId(),
      locationId: 'S-new',
      lines: [{ skuId, quantity: 2 }],
    });
    expect(await available('S-new', skuId)).toBe(2);
  });

  test('a count below what was promised is believed, and nothing is sold until it is put right', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 5 });
    await inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(3), until: inMinutes(15) });
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 1 });
    expect(await available(locationId, skuId)).toBe(0);
  });
});
