import fc from 'fast-check';
import mongoose from 'mongoose';
import { runs } from '../../kernel/testing';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { integrityErrors } from './check-integrity';
import { noteAtOnce } from './note-at-once';
import { noteSighting } from './note-sighting';
import type { Seen } from './note-sighting';
import { forgetEverybody } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const read = (name: string) => mongoose.connection.collection(name).find().sort({ _id: 1 }).toArray();
const DAY = 24 * 3600_000;

/** Who belongs together, what is known of each identifier, and who has a row; whatever the customers are called. */
async function state() {
  const numbers = new Map<unknown, number>();
  const numberOf = (id: unknown) => numbers.get(id) ?? numbers.set(id, numbers.size).size - 1;
  const sightings = (await read('sightings')).map((row) => [
    row._id,
    row['shown'],
    row['at'],
    numberOf(row['customerId']),
  ]);
  const identifiers = (await read('identities')).map((row) => [
    row._id,
    row['customerId'] === null ? null : numberOf(row['customerId']),
    ...[row['isShared'], row['sightings'], row['firstSeenAt'], row['seenAt']],
  ]);
  return { sightings, identifiers };
}

const oneByOne = async (rows: readonly Seen[]): Promise<void> => {
  for (const row of rows) await noteSighting(suite.ctx(), row);
};

/** Sightings of a small town, so that they meet: cards, member numbers, lent phones, families' addresses. */
const town = fc
  .array(
    fc.record({
      member: fc.option(fc.nat(30)),
      card: fc.option(fc.nat(30)),
      unionid: fc.option(fc.nat(8)),
      phone: fc.option(fc.nat(9)),
      email: fc.option(fc.nat(12)),
      isVerified: fc.boolean(),
      day: fc.nat(900),
    }),
    { minLength: 2, maxLength: 14 },
  )
  .map((people) =>
    people.flatMap(({ member, card, unionid, phone, email, isVerified, day }, i): Seen[] => {
      const [first, ...more] = [
        ...(member === null ? [] : [{ type: 'member_no' as const, value: `M${member}` }]),
        ...(card === null ? [] : [{ type: 'pos_card' as const, value: `C${card}` }]),
        ...(unionid === null ? [] : [{ type: 'unionid' as const, value: `U${unionid}` }]),
        ...(phone === null
          ? []
          : [{ type: 'phone' as const, value: `1380000000${phone}`, verified: isVerified }]),
        ...(email === null ? [] : [{ type: 'email' as const, value: `e${email}@example.com` }]),
      ];
      const at = new Date(Date.UTC(2024, 0, 1) + day * DAY);
      return first ? [{ source: 'import', ref: `r${i}`, at, shown: [first, ...more] }] : [];
    }),
  );

test('sightings noted at once come out as noted one by one, whatever was there before', async () => {
  let atOnce = 0;
  await fc.assert(
    fc.asyncProperty(town, fc.nat(14), async (rows, before) => {
      await forgetEverybody();
      await oneByOne(rows);
      const expected = await state();
      await forgetEverybody();
      await oneByOne(rows.slice(0, before));
      const noted = await noteAtOnce(suite.ctx(), rows.slice(before));
      atOnce += noted.size;
      for (const row of await read('sightings'))
        if (noted.has(String(row._id))) expect(noted.get(String(row._id))).toBe(row['customerId']);
      await oneByOne(rows.slice(before));
      expect(await integrityErrors(suite.ctx())).toEqual([]);
      expect(await state()).toEqual(expected);
    }),
    { numRuns: runs(15) },
  );
  expect(atOnce).toBeGreaterThan(runs(10));
});

test('those that join somebody add to them, and tell nobody of a change', async () => {
  const member = (i: number): Seen => ({
    ...{ source: 'import', ref: `m${i}`, at: new Date('2020-01-01') },
    shown: [
      { type: 'member_no', value: `M${i}` },
      { type: 'email', value: `e${i}@example.com` },
    ],
  });
  const card = (i: number): Seen => ({
    ...{ source: 'import', ref: `c${i}`, at: new Date('2021-01-01') },
    shown: [
      { type: 'pos_card', value: `C${i}` },
      { type: 'email', value: `e${i}@example.com` },
    ],
  });
  const twenty = Array.from({ length: 20 }, (_, i) => i);
  const members = await noteAtOnce(suite.ctx(), twenty.map(member));
  const cards = await noteAtOnce(suite.ctx(), [...twenty.map(card), member(3)]);
  expect([...cards.values()].sort()).toEqual([...members.values()].sort());
  expect(cards.size).toBe(20);
  expect((await read('customers')).map(({ revision }) => revision as number)).toEqual(Array(20).fill(1));
  expect(await read('identity_changes')).toEqual([]);
});

test('what would move somebody, and what many share, is left to be noted one by one', async () => {
  const shown = (...values: string[]): Seen['shown'] =>
    values.map((value) => ({
      type: 'email' as const,
      value: `${value}@example.com`,
    })) as unknown as Seen['shown'];
  const seen = (ref: string, ...values: string[]): Seen => ({
    source: 'import',
    ref,
    shown: shown(...values),
  });
  await oneByOne([seen('a', 'a'), seen('b', 'b')]);
  await oneByOne(Array.from({ length: 60 }, (_, i) => seen(`x${i}`, 'x')));
  const noted = await noteAtOnce(suite.ctx(), [seen('ab', 'a', 'b'), seen('x', 'x', 'y'), seen('c', 'c')]);
  expect(noted.size).toBe(1);
});

test('of two that race for the same people both are noted, once', async () => {
  const rows = (from: string): Seen[] =>
    Array.from({ length: 60 }, (_, i) => ({
      ...{ source: 'import', ref: `${from}${i}` },
      shown: [
        { type: 'member_no', value: `${from}${i}` },
        { type: 'email', value: `e${i % 50}@example.com` },
      ],
    }));
  const [a, b] = [rows('a'), rows('b')];
  for (let round = 0; round < 5; round += 1) {
    await forgetEverybody();
    await Promise.all([noteAtOnce(suite.ctx(), a), noteAtOnce(suite.ctx(), b), oneByOne(b.slice(20, 30))]);
    await oneByOne([...a, ...b]);
    expect(await read('sightings')).toHaveLength(120);
    expect(await integrityErrors(suite.ctx())).toEqual([]);
  }
});
