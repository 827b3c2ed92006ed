import mongoose from 'mongoose';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '.';
import { aStock } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
});
afterAll(() => suite.close());

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const stocks = () => mongoose.connection.collection<{ _id: string }>('stocks');
const spoil = (id: string, update: object) => stocks().updateOne({ _id: id }, update);
const problemsAt = async (id: string) =>
  (await inventory.integrityErrors(suite.ctx()))
    .filter(({ stock }) => stock === id)
    .map(({ problem }) => problem);

test('books that are right have no errors, also while goods are sold, and across many batches', async () => {
  const locationId = `S-${newId()}`;
  const hot = await aStock(suite.ctx(), { onHand: 300, locationId });
  for (let i = 0; i < 220; i += 1) await aStock(suite.ctx(), { onHand: i % 3, locationId });
  const sell = async () => {
    const input = { holdId: newId(), locationId, lines: hot.lines() };
    await inventory.hold(suite.ctx(), { ...input, until: inMinutes(15) });
    await inventory.takeHold(suite.ctx(), input);
  };
  const [errors] = await Promise.all([
    inventory.integrityErrors(suite.ctx()),
    ...Array.from({ length: 40 }, sell),
  ]);
  expect(errors).toEqual([]);
  expect(await inventory.integrityErrors(suite.ctx())).toEqual([]);
});

const hold = { id: 'h', quantity: 1, until: null };
const old = new Date('2026-01-01T00:00:00Z');
test.each<[string, object, string[]]>([
  ['a lost hold', { $inc: { held: 1 } }, ['HELD_DIFFERS']],
  ['a sale that is not in the ledger', { $inc: { onHand: -1 } }, ['LEDGER_DIFFERS']],
  ['damaged goods out of nowhere', { $inc: { unsellable: 1 } }, ['LEDGER_UNSELLABLE_DIFFERS']],
  ['more promised than there is', { $set: { held: 9, holds: [{ ...hold, quantity: 9 }] } }, ['OVERPROMISED']],
  ['one id twice', { $set: { held: 2, holds: [hold, hold] } }, ['HOLD_TWICE']],
  ['an empty promise', { $set: { holds: [{ ...hold, quantity: 0 }] } }, ['HOLD_EMPTY']],
  ['less than nothing', { $set: { safety: -1 } }, ['BELOW_ZERO']],
  [
    'a promise after its end',
    { $set: { held: 1, holds: [hold], ended: [{ id: 'h', how: 'released', at: old }] } },
    ['HOLD_AFTER_END', 'NOBODY_COMES'],
  ],
  [
    'a lease nobody sweeps',
    { $set: { held: 1, holds: [{ ...hold, until: old }] } },
    ['LEASE_OVERDUE', 'NOBODY_COMES'],
  ],
  [
    'a movement that was never posted',
    {
      $inc: { onHand: 1 },
      $set: {
        unposted: [
          { _id: 'm', locationId: 'S', skuId: 'K', quantity: 1, reason: 'returned', ref: 'r', at: old },
        ],
      },
    },
    ['MOVEMENT_OVERDUE', 'NOBODY_COMES'],
  ],
])('%s is found', async (_what, update, problems) => {
  const { locationId, skuId } = await aStock(suite.ctx(), { onHand: 5 });
  const id = `${locationId}/${skuId}`;
  // So that the sweep of the running worker does not come by and mend it.
  await spoil(id, { $unset: { tendAt: 1 } });
  await spoil(id, update);
  expect(await problemsAt(id)).toEqual(problems);
  await stocks().deleteOne({ _id: id });
  expect(await problemsAt(id)).toEqual(['LEDGER_WITHOUT_STOCK']);
  await mongoose.connection.collection('stock_movements').deleteMany({ skuId });
});
