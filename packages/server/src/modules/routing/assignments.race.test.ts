import mongoose from 'mongoose';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { aStock, bookkeepingErrors, readStock } from '../inventory/testing';
import * as stores from '../stores';
import { aStore } from '../stores/testing';
import * as routing from '.';
import { expireOffers } from './answer-offer';
import { reroute } from './reroute-order';
import { leaveSlot, takeSlot, usedOf } from './slot.model';
import { aBegunOrder, assignmentOf } from './testing';

let suite: Suite;
beforeAll(async () => {
  // Those who follow these orders do not know them, and say so.
  suite = await startSuite({ LOG_LEVEL: 'silent' });
});
afterAll(() => suite.close());

/** An order of a place far from the others, with a store that has the goods and neighbours that may take over. */
async function aNeighbourhood(given: {
  neighbours: number;
  onHand?: number;
  capacityPerHour?: number | null;
}) {
  const ctx = suite.ctx();
  const place = { latitude: 20 + Math.random() * 20, longitude: 100 + Math.random() * 15 };
  const hours = stores.AROUND_THE_CLOCK;
  const { skuId, lines, locationId } = await aStock(ctx, { onHand: 100 });
  await stores.saveStore(ctx, aStore({ ...place, hours, storeId: locationId.slice(0, 32) }));
  const around = Array.from({ length: given.neighbours }, () =>
    aStore({ ...place, hours, capacityPerHour: given.capacityPerHour ?? null }),
  );
  await stores.saveStores(ctx, around);
  for (const { storeId } of around)
    await inventory.setOnHand(ctx, { locationId: storeId, skuId, onHand: given.onHand ?? 100 });
  return { locationId, skuId, lines: lines(), neighbours: around.map(({ storeId }) => storeId) };
}

/** Told to nobody: these orders exist for routing alone. */
const quietly = async (work: () => Promise<unknown>): Promise<void> => {
  await work();
  await mongoose.connection.collection('outbox').deleteMany({});
};

type Outcome = PromiseSettledResult<unknown>;
const won = (outcomes: Outcome[]): number => outcomes.filter(({ status }) => status === 'fulfilled').length;

describe('one offer, many answers at the same moment', () => {
  test('ten acceptances: one', async () => {
    const { locationId, lines } = await aNeighbourhood({ neighbours: 0 });
    const { orderId } = await aBegunOrder(suite.ctx(), { locationId, lines });
    const answers = Array.from({ length: 10 }, () => routing.accept(suite.ctx(), { orderId, locationId }));
    expect(won(await Promise.allSettled(answers))).toBe(1);
    expect((await assignmentOf(orderId)).state).toBe('accepted');
  });

  test('accepted, rejected, expired and cancelled at once: whatever wins, it has one state and no more than one end', async () => {
    const { locationId, lines } = await aNeighbourhood({ neighbours: 0 });
    for (let round = 0; round < 12; round += 1) {
      const { orderId } = await aBegunOrder(suite.ctx(), { locationId, lines });
      const ctx = suite.ctx();
      await quietly(() =>
        Promise.allSettled([
          routing.accept(ctx, { orderId, locationId }),
          routing.reject(ctx, { orderId, locationId, reason: 'OTHER' }),
          routing.reject(ctx, { orderId, locationId, reason: 'STORE_BUSY' }),
          expireOffers({ ...ctx, now: new Date(ctx.now.getTime() + 601_000) }),
          routing.progress(ctx, orderId, 'closed'),
        ]),
      );
      const { state, offer, excluded } = await assignmentOf(orderId);
      expect(['closed', 'rerouting']).toContain(state === 'stuck' ? 'rerouting' : state);
      expect(excluded.length).toBeLessThanOrEqual(1);
      if (state === 'closed') expect(['closed', 'rejected', 'expired']).toContain(offer?.state);
    }
  });

  test('begun five times at once, it is one assignment', async () => {
    const { locationId, lines } = await aNeighbourhood({ neighbours: 0 });
    const input = await aBegunOrder(suite.ctx(), { locationId, lines });
    await Promise.all(Array.from({ length: 5 }, () => routing.begin(suite.ctx(), input)));
    expect(await assignmentOf(input.orderId)).toMatchObject({ hop: 0, state: 'offered' });
  });
});

describe('the re-route job', () => {
  test('run eight times at once makes one offer, one hold, and loses nothing', async () => {
    const { locationId, skuId, lines, neighbours } = await aNeighbourhood({ neighbours: 3, onHand: 1 });
    const { orderId } = await aBegunOrder(suite.ctx(), { locationId, lines });
    const ctx = suite.ctx();
    await quietly(() => routing.reject(ctx, { orderId, locationId, reason: 'OTHER' }));
    await quietly(() => Promise.all(Array.from({ length: 8 }, () => reroute(ctx, orderId))));
    const { hop, offer, explanations } = await assignmentOf(orderId);
    expect({ hop, decisions: explanations.length }).toEqual({ hop: 1, decisions: 2 });
    const held = await Promise.all(neighbours.map(async (at) => (await readStock(at, skuId)).held));
    expect(held).toEqual(neighbours.map((at) => (at === offer?.locationId ? 1 : 0)));
    expect((await readStock(locationId, skuId)).held).toBe(0);
    for (const at of neighbours) expect(await bookkeepingErrors(at, skuId)).toEqual([]);
  });

  test('of twenty orders given back at once, three go to the store that has three pieces, none gets what another has', async () => {
    const { locationId, skuId, lines, neighbours } = await aNeighbourhood({ neighbours: 1, onHand: 3 });
    const ctx = suite.ctx();
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const { orderId } = await aBegunOrder(ctx, { locationId, lines });
      await quietly(() => routing.reject(ctx, { orderId, locationId, reason: 'OTHER' }));
      ids.push(orderId);
    }
    await quietly(() => Promise.all(ids.map((orderId) => reroute(ctx, orderId))));
    const states = (await Promise.all(ids.map(assignmentOf))).map(({ state }) => state);
    expect(states.filter((state) => state === 'offered')).toHaveLength(3);
    expect(states.filter((state) => state === 'stuck')).toHaveLength(17);
    expect((await readStock(neighbours[0]!, skuId)).held).toBe(3);
    expect(await bookkeepingErrors(neighbours[0]!, skuId)).toEqual([]);
  });

  test('of twenty orders given back at once, five go to the store that can do five an hour', async () => {
    const { locationId, lines, neighbours } = await aNeighbourhood({ neighbours: 1, capacityPerHour: 5 });
    const ctx = suite.ctx();
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const { orderId } = await aBegunOrder(ctx, { locationId, lines });
      await quietly(() => routing.reject(ctx, { orderId, locationId, reason: 'OTHER' }));
      ids.push(orderId);
    }
    await quietly(() => Promise.all(ids.map((orderId) => reroute(ctx, orderId))));
    const all = await Promise.all(ids.map(assignmentOf));
    const offered = all.filter(({ state }) => state === 'offered');
    expect(offered).toHaveLength(5);
    expect(offered.every(({ offer }) => offer?.locationId === neighbours[0])).toBe(true);
    const slotId = offered[0]!.offer!.slotId!;
    expect((await usedOf([slotId])).get(slotId)).toBe(5);
  });

  test('finds nothing to do for an order that was cancelled meanwhile, and leaves no hold behind', async () => {
    const { locationId, skuId, lines, neighbours } = await aNeighbourhood({ neighbours: 2 });
    const ctx = suite.ctx();
    for (let round = 0; round < 6; round += 1) {
      const { orderId } = await aBegunOrder(ctx, { locationId, lines });
      await quietly(() => routing.reject(ctx, { orderId, locationId, reason: 'OTHER' }));
      await quietly(() => Promise.all([reroute(ctx, orderId), routing.progress(ctx, orderId, 'closed')]));
      const { state, hop, offer } = await assignmentOf(orderId);
      expect(state).toBe('closed');
      // Whose offer was made first has its goods; who follows the offer gives them back.
      if (hop === 1)
        await inventory.releaseHold(ctx, { holdId: offer!.holdId, locationId: offer!.locationId, lines });
    }
    for (const at of neighbours) expect((await readStock(at, skuId)).held).toBe(0);
  });
});

describe('places in a slot', () => {
  test('fifty askers for ten places: ten; given back once each, whoever asks', async () => {
    const claim = () => ({ slotId: `S/${newId()}`, hour: new Date(), offerId: newId() });
    const { slotId, hour } = claim();
    const offers = Array.from({ length: 50 }, () => newId());
    const got = await Promise.all(offers.map((offerId) => takeSlot({ slotId, hour, offerId }, 10)));
    const winners = offers.filter((_offer, i) => got[i]);
    expect(winners).toHaveLength(10);
    expect(await takeSlot({ slotId, hour, offerId: winners[0]! }, 10)).toBe(true);
    expect((await usedOf([slotId])).get(slotId)).toBe(10);
    await Promise.all([...winners, ...winners].map((offerId) => leaveSlot(slotId, offerId)));
    expect((await usedOf([slotId])).get(slotId)).toBe(0);
    expect(await takeSlot({ slotId, hour, offerId: newId() }, 0)).toBe(false);
  });
});
