import type { SalesChannel } from '@omni/shared/contracts/common';
import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '.';
import { closeTask, findTask, listTasks } from './count-task.model';
import { applyMovement, changeSafety, planTending } from './stock.model';
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

describe('safety stock of a channel', () => {
  const safe = (locationId: string, skuId: string, channels: Record<string, number | null>) =>
    changeSafety(stockId(locationId, skuId), { channels });
  const sellable = async (locationId: string, skuId: string, channel: SalesChannel) =>
    (await inventory.availableAt(suite.ctx(), [locationId], [skuId], channel)).get(locationId)?.get(skuId);

  test('is kept back from that channel instead of the default; the store itself has none by default', async () => {
    const { locationId, skuId } = await aStock(suite.ctx(), { onHand: 10, safety: 2 });
    await safe(locationId, skuId, { douyin: 6, meituan: 0 });
    const channels = ['mini_program', 'douyin', 'meituan', 'open_api', 'pos'] as const;
    const found = await Promise.all(channels.map((channel) => sellable(locationId, skuId, channel)));
    expect(found).toEqual([8, 4, 10, 8, 10]);
    await safe(locationId, skuId, { douyin: null, pos: 3 });
    expect(await sellable(locationId, skuId, 'douyin')).toBe(8);
    expect(await sellable(locationId, skuId, 'pos')).toBe(7);
  });

  test('decides on a hold: one channel is sold out while another still sells', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 3, safety: 1 });
    await safe(locationId, skuId, { douyin: 3 });
    const holdIn = (channel: SalesChannel | undefined, quantity: number) =>
      inventory.hold(suite.ctx(), {
        holdId: newId(),
        locationId,
        lines: lines(quantity),
        until: inMinutes(15),
        ...(channel ? { channel } : {}),
      });
    const missing = (available: number) => ({ details: { missing: [{ skuId, wanted: 1, available }] } });
    await expect(holdIn('douyin', 1)).rejects.toMatchObject({ code: 'OUT_OF_STOCK', ...missing(0) });
    await holdIn(undefined, 2);
    await expect(holdIn('mini_program', 1)).rejects.toMatchObject({ code: 'OUT_OF_STOCK', ...missing(0) });
    await holdIn('pos', 1);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 3, held: 3 });
  });
});

describe('goods that are in the house but not for sale', () => {
  test('come back damaged: on hand, never promised, not even to a customer who has paid', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 1 });
    const back = { ref: newId(), locationId, lines: lines(2), condition: 'damaged' as const };
    await inventory.putBack(suite.ctx(), back);
    await inventory.putBack(suite.ctx(), back);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 3, unsellable: 2 });
    expect(await available(locationId, skuId)).toBe(1);
    const paid = { holdId: newId(), locationId, lines: lines(2) };
    expect(await inventory.keepHold(suite.ctx(), paid)).toEqual({ kept: false });
    expect(await inventory.takeHold(suite.ctx(), { ...paid, holdId: newId() })).toEqual({ taken: false });
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });

  test('are no more than a count finds', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 0 });
    await inventory.putBack(suite.ctx(), { ref: newId(), locationId, lines: lines(3), condition: 'damaged' });
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 2 });
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 2, unsellable: 2 });
    expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
  });
});

describe('a rejection by the store', () => {
  const effects = [
    ['zero', { onHand: 3, unsellable: 0 }],
    ['minus', { onHand: 8, unsellable: 0 }],
    ['unsellable', { onHand: 10, unsellable: 2 }],
    ['none', { onHand: 10, unsellable: 0 }],
  ] as const;
  test.each(effects)(
    'with the effect %s changes the stock once, however often it is told',
    async (effect, expected) => {
      const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 10 });
      await inventory.hold(suite.ctx(), {
        holdId: newId(),
        locationId,
        lines: lines(3),
        until: inMinutes(15),
      });
      const rejection = { ref: newId(), locationId, lines: lines(2), effect };
      await inventory.applyRejection(suite.ctx(), rejection);
      await inventory.applyRejection(suite.ctx(), rejection);
      await sweepExpiredHolds(later(120));
      await inventory.applyRejection(later(121), rejection);
      expect(await readStock(locationId, skuId)).toMatchObject(expected);
      expect(await bookkeepingErrors(locationId, skuId)).toEqual([]);
    },
  );

  test('never touches what others were promised, and late not what came in since', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 2 });
    await inventory.hold(suite.ctx(), { holdId: newId(), locationId, lines: lines(2), until: inMinutes(15) });
    const rejection = { ref: newId(), locationId, lines: lines(2), effect: 'minus' as const };
    await inventory.applyRejection(suite.ctx(), rejection);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 2, held: 2 });
    await inventory.putBack(suite.ctx(), { ref: newId(), locationId, lines: lines(5) });
    await inventory.applyRejection(suite.ctx(), rejection);
    expect(await readStock(locationId, skuId)).toMatchObject({ onHand: 7, held: 2 });
  });

  test('of goods the location never had is remembered too', async () => {
    const line = { skuId: `K-${newId()}`, quantity: 1 };
    const rejection = { ref: newId(), locationId: 'S-never', lines: [line], effect: 'zero' as const };
    await inventory.applyRejection(suite.ctx(), rejection);
    expect(await readStock('S-never', line.skuId)).toMatchObject({ onHand: 0, moved: 1 });
  });
});

describe('the wish for a count', () => {
  test('is one task per location and SKU while it is open, and per reason for ever', async () => {
    const { locationId, skuId } = await aStock(suite.ctx(), { onHand: 2 });
    const wish = { locationId, skuId, why: 'rejected' as const, ref: newId() };
    const wishes = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        inventory.askForCount(suite.ctx(), i % 2 ? wish : { ...wish, ref: newId() }),
      ),
    );
    expect(new Set(wishes.map(({ countId }) => countId)).size).toBe(1);
    const result = { countedAt: suite.ctx().now, countedBy: null, counted: 2, difference: 0 };
    const first = await inventory.askForCount(suite.ctx(), { ...wish, ref: newId() });
    expect(await closeTask(first.countId, result)).toBe(true);
    const another = await aStock(suite.ctx(), { onHand: 1, locationId });
    const { ref: known } = (await findTask(first.countId)) ?? {};
    const sameNews = { ...wish, skuId: another.skuId, ref: String(known) };
    expect(await inventory.askForCount(suite.ctx(), sameNews)).not.toEqual(first);
    expect(await inventory.askForCount(suite.ctx(), { ...wish, ref: String(known) })).toEqual(first);
    expect(await inventory.askForCount(suite.ctx(), { ...wish, ref: newId() })).not.toEqual(first);
  });

  test('comes up by itself when goods left that the books did not have', async () => {
    const { locationId, skuId, lines } = await aStock(suite.ctx(), { onHand: 0 });
    const input = { holdId: newId(), locationId, lines: lines(1) };
    expect(await inventory.takeHold(suite.ctx(), input)).toEqual({ taken: false });
    expect(await listTasks({ locationId, state: 'open', limit: 9 })).toMatchObject([
      { skuId, why: 'not_found' },
    ]);
  });

  test('is refused inside a transaction', async () => {
    const wish = { locationId: 'S1', skuId: 'K1', why: 'asked' as const };
    await expect(inTransaction(() => inventory.askForCount(suite.ctx(), wish))).rejects.toThrow(
      'inside a transaction',
    );
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
    await applyMovement(stockId(locationId, skuId), came);
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
