/** 32 shoppers at one SKU: a leased hold taken and released, beside the same counter changed inside multi-document transactions. */
import mongoose from 'mongoose';
import { inTransaction } from '../src/kernel/db';
import { newId } from '../src/kernel/ids';
import * as inventory from '../src/modules/inventory';
import { startSuite } from '../src/testing';
import { print, rate } from './report';

const CLIENTS = 32;
const Counters = mongoose.model(
  'benchCounter',
  new mongoose.Schema<{ _id: string; left: number }>({ _id: String, left: Number }, { versionKey: false }),
  'bench_counters',
);
const Taken = mongoose.model(
  'benchTaken',
  new mongoose.Schema<{ _id: string }>({ _id: String }, { versionKey: false }),
  'bench_taken',
);

async function inTwoTransactions(): Promise<void> {
  const _id = newId();
  await inTransaction(async () => {
    await Counters.updateOne({ _id: 'sku', left: { $gte: 1 } }, { $inc: { left: -1 } });
    await Taken.create([{ _id }]);
  });
  await inTransaction(async () => {
    await Counters.updateOne({ _id: 'sku' }, { $inc: { left: 1 } });
    await Taken.deleteOne({ _id });
  });
}

async function main(): Promise<void> {
  const suite = await startSuite();
  const ctx = suite.ctx();
  await Counters.create([{ _id: 'sku', left: 1_000_000 }]);
  await inventory.setOnHand(ctx, { locationId: 'S1', skuId: 'K1', onHand: 1_000_000 });
  const until = new Date(ctx.now.getTime() + 3600_000);
  const holdAndRelease = async (): Promise<void> => {
    const hold = { holdId: newId(), locationId: 'S1', lines: [{ skuId: 'K1', quantity: 1 }] };
    await inventory.hold(ctx, { ...hold, until });
    await inventory.releaseHold(ctx, hold);
  };
  const baseline = await rate(inTwoTransactions, CLIENTS);
  const value = await rate(holdAndRelease, CLIENTS);
  print({ bench: 'hold', metric: 'holds_taken_and_released_per_second', value, baseline });
  await suite.close();
}

void main();
