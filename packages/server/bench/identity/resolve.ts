import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import * as identity from '../../src/modules/identity';
import { keyOf } from '../../src/modules/identity/identifier.model';
import { settle } from '../../src/modules/identity/settle';
import { inTransaction } from '../../src/kernel/db';
import { startSuite } from '../../src/testing';
import type { Suite } from '../../src/testing';
import { figure, rate } from '../report';

const KNOWN = 5000;
const FILLING = 16;
const CLIENTS = 16;
const ROUNDS = 3;
const LATENCIES = 4000;
const SPLITS = 40;
/** Sightings on either side of what is split. */
const SIDE = 25;

const login = (i: number): identity.Seen => ({
  source: 'mini-program',
  shown: [
    { type: 'mp_openid', value: `oBench${i}` },
    { type: 'unionid', value: `uBench${i}` },
  ],
});
const any = (): number => Math.floor(Math.random() * KNOWN);

/** Many do it side by side; answers how many a second. */
async function fill(suite: Suite): Promise<number> {
  const began = performance.now();
  let next = 0;
  const client = async () => {
    while (next < KNOWN) await identity.noteSighting(suite.ctx(), login(next++));
  };
  await Promise.all(Array.from({ length: FILLING }, client));
  return KNOWN / ((performance.now() - began) / 1000);
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** One after the other, so that nobody waits for anybody but the database. */
async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < LATENCIES; i += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}

/** A person with the mini-program and one with a till's name, each with many receipts, taken for one and told apart again: milliseconds. */
async function timeSplits(suite: Suite): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < SPLITS; i += 1) {
    const [guest, openid] = [`guest-${randomUUID()}`, `o${randomUUID()}`];
    const number = { type: 'phone' as const, value: `137${String(i).padStart(8, '0')}`, verified: true };
    const [a, b] = [
      { type: 'channel_buyer' as const, value: guest },
      { type: 'mp_openid' as const, value: openid },
    ];
    for (let n = 0; n < SIDE; n += 1)
      for (const one of [a, b])
        await identity.noteSighting(suite.ctx(), { source: 'bench', ref: randomUUID(), shown: [one] });
    for (const one of [a, b])
      await identity.noteSighting(suite.ctx(), { source: 'bench', shown: [one, number] });
    await mongoose.connection
      .collection('identities')
      .updateOne({ _id: keyOf(number) as never }, { $set: { declaredBy: 'bench' } });
    const began = performance.now();
    await inTransaction(() => settle(suite.ctx(), [keyOf(number), keyOf(a), keyOf(b)], { why: 'split' }));
    times.push(performance.now() - began);
  }
  return times.sort((x, y) => x - y);
}

/**
 * A login of somebody known, through to the customer, beside nothing but an indexed read of one row of the same MongoDB, in turns;
 * how long it takes; how many new people a second come in; how long it takes to tell two people apart again.
 */
export async function measureResolving(): Promise<void> {
  const suite = await startSuite();
  const newcomers = await fill(suite);
  const identities = mongoose.connection.collection('identities');
  const resolveOne = (): Promise<unknown> => identity.noteSighting(suite.ctx(), login(any()));
  const keys = Array.from({ length: KNOWN }, (_, i) => keyOf({ type: 'mp_openid', value: `oBench${i}` }));
  const readOne = (): Promise<unknown> => identities.findOne({ _id: keys[any()] as never });
  let [value, baseline] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    baseline += (await rate(readOne, CLIENTS)) / ROUNDS;
    value += (await rate(resolveOne, CLIENTS)) / ROUNDS;
  }
  const times = await timesOf(resolveOne);
  const splits = await timeSplits(suite);
  const of = { bench: 'identity', baseline: null };
  figure({ ...of, metric: 'resolve_per_second', value, unit: '1/s', baseline });
  figure({ ...of, metric: 'resolve_p50_ms', value: quantile(times, 0.5), unit: 'ms' });
  figure({ ...of, metric: 'resolve_p99_ms', value: quantile(times, 0.99), unit: 'ms' });
  figure({ ...of, metric: 'new_people_per_second', value: newcomers, unit: '1/s' });
  figure({ ...of, metric: 'resplit_p99_ms', value: quantile(splits, 0.99), unit: 'ms' });
  await suite.close();
}
