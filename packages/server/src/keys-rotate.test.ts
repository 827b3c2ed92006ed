import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import './app';
import { config } from './config';
import { systemCtx } from './kernel/context';
import { seal, unseal } from './kernel/crypto';
import { newId } from './kernel/ids';
import { resealAll } from './kernel/reseal-all';
import { sealedFields } from './kernel/sealed-fields';
import { programOf, startPlatforms } from './kernel/testing';
import type { Platforms } from './kernel/testing';
import { noteSighting } from './modules/identity';
import { findIdentifier, keyOf, readValue } from './modules/identity/identifier.model';
import { openOwnDatabase } from './modules/stores/testing';

const root = path.resolve(__dirname, '../../..');
const keysRotate = programOf('keys-rotate.ts');
const ctx = systemCtx('test');
const newKey = () => randomBytes(32).toString('base64');
const silent = () => undefined;
let platforms: Platforms;
let database: Awaited<ReturnType<typeof openOwnDatabase>>;

beforeAll(async () => {
  platforms = await startPlatforms();
});
beforeEach(async () => {
  config().PHONE_KEYS_RETIRED = [];
  database = await openOwnDatabase();
});
afterEach(() => database.drop());
afterAll(() => platforms.close());

type Row = { _id: string } & Record<string, unknown>;
/** Order numbers are unique. */
const doc = (_id: string, rest: Record<string, unknown>): Row => ({ _id, orderNo: _id, ...rest });
const collection = (name: string) => mongoose.connection.collection<Row>(name);
/** Seals with a new key from now on; the old one still opens. */
function changeKey(): { old: string; fresh: string } {
  const [old, fresh] = [config().PHONE_KEY, newKey()];
  Object.assign(config(), { PHONE_KEY: fresh, PHONE_KEYS_RETIRED: [old] });
  return { old, fresh };
}

/** Some documents in every place that keeps sealed texts, each with its place as the text; and one with none. */
async function fillEveryPlace(): Promise<void> {
  for (const { collection: name, field, purpose, where } of sealedFields()) {
    const some = Array.from({ length: 250 }, () =>
      doc(newId(), { ...where, [field]: seal(purpose, `${name} ${purpose}`) }),
    );
    await collection(name).insertMany([...some, doc(newId(), { ...where, [field]: null })]);
  }
}

async function expectAllToOpen(): Promise<void> {
  config().PHONE_KEYS_RETIRED = [];
  for (const { collection: name, field, purpose, where } of sealedFields()) {
    const rows = await collection(name)
      .find({ ...where, [field]: { $type: 'string' } })
      .toArray();
    expect(rows).toHaveLength(250);
    for (const row of rows) expect(unseal(purpose, row[field] as string)).toBe(`${name} ${purpose}`);
  }
}

const spawned = (args: string[], env: Record<string, string>) =>
  spawn(process.execPath, [...keysRotate, ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...platforms.sandbox.env,
      PUBLIC_URL: 'http://127.0.0.1:1',
      WECOM_H5_URL: 'http://127.0.0.1:1',
      HASH_KEY: config().HASH_KEY,
      MONGO_URL: database.url,
      ...env,
    },
  });

function program(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; out: string }> {
  const child = spawned(args, env);
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('every purpose that the sources seal for has its place in the rotation', () => {
  const found = new Set<string>();
  for (const name of readdirSync(path.join(__dirname, 'modules'))) {
    const sources = readdirSync(path.join(__dirname, 'modules', name))
      .filter((file) => file.endsWith('.ts') && !/(\.test|testing)\.ts$/.test(file))
      .map((file) => readFileSync(path.join(__dirname, 'modules', name, file), 'utf8'))
      .join('\n');
    for (const [, what = ''] of sources.matchAll(/\bseal\(([^,]+),/g)) {
      const named = new RegExp(`const ${what} = ('[^']+')`).exec(sources)?.[1] ?? what;
      found.add(named.replaceAll("'", ''));
    }
  }
  // Identifiers are sealed by their kind.
  expect(found.delete('one.type')).toBe(true);
  for (const kind of ['phone', 'email', 'receiver_phone']) found.add(kind);
  expect([...found].sort()).toEqual([...new Set(sealedFields().map(({ purpose }) => purpose))].sort());
});

test('what the old key sealed is sealed anew in every place, and then does without it', async () => {
  await fillEveryPlace();
  changeKey();
  const told: [string, number][] = [];
  const places = await resealAll((place, resealed) => void told.push([place, resealed]));
  expect(places).toHaveLength(sealedFields().length);
  for (const one of places) expect(one).toMatchObject({ resealed: 250, remaining: 0, unopened: 0 });
  expect(told).toContainEqual(['orders.sealedAddress (order address)', 250]);
  await expectAllToOpen();
  for (const one of await resealAll(silent)) expect(one).toMatchObject({ resealed: 0, remaining: 0 });
});

test('what the ring cannot open or somebody damaged is counted and named, and stays as it is', async () => {
  const orders = collection('orders');
  const strange = seal('order address', 'of another time');
  config().PHONE_KEY = newKey();
  const good = seal('order address', 'good');
  await orders.insertMany([
    doc('a', { sealedAddress: strange }),
    doc('b', { sealedAddress: good }),
    doc('c', { sealedAddress: good.slice(0, -4) }),
  ]);
  changeKey();
  const [place] = (await resealAll(silent)).filter((one) => one.place.startsWith('orders'));
  expect(place).toMatchObject({ resealed: 1, remaining: 2, unopened: 2, examples: ['a', 'c'] });
  expect(await orders.findOne({ _id: 'a' })).toEqual(doc('a', { sealedAddress: strange }));
});

test('records that are written meanwhile are neither lost nor overwritten', async () => {
  const phone = (i: number) => ({
    type: 'phone' as const,
    value: `139${String(i).padStart(8, '0')}`,
    verified: true,
  });
  const card = (i: number) => ({ type: 'pos_card' as const, value: `card-${i}` });
  const see = (i: number) => noteSighting(ctx, { source: 'test', shown: [card(i), phone(i % 300)] });
  for (let i = 0; i < 300; i += 1) await see(i);
  const orders = collection('orders');
  await orders.insertMany(
    Array.from({ length: 1000 }, (_, i) => doc(`o${i}`, { sealedAddress: seal('order address', 'kept') })),
  );
  const { old, fresh } = changeKey();
  let isOver = false;
  const seeing = async (from: number) => {
    for (let i = from; !isOver || i < from + 50; i += 1) await see(i);
  };
  const clearing = async () => {
    for (let i = 0; i < 1000; i += 7)
      await orders.updateOne({ _id: `o${i}` }, { $set: { sealedAddress: null } });
  };
  const late = async () => {
    // As a process that still has the old key would, behind the place where the rotation is.
    Object.assign(config(), { PHONE_KEY: old, PHONE_KEYS_RETIRED: [fresh] });
    const sealedAddress = seal('order address', 'late');
    Object.assign(config(), { PHONE_KEY: fresh, PHONE_KEYS_RETIRED: [old] });
    await orders.insertOne(doc('a-late-one', { sealedAddress }));
  };
  let lateOne: Promise<void> | undefined;
  const rotating = resealAll((place) => {
    if (place.startsWith('orders')) lateOne ??= late();
  }).finally(() => (isOver = true));
  const [places] = await Promise.all([rotating, seeing(1000), seeing(2000), clearing()]);
  await lateOne;
  await resealAll(silent);
  expect(places.every(({ unopened }) => unopened === 0)).toBe(true);

  config().PHONE_KEYS_RETIRED = [];
  for (let i = 0; i < 300; i += 1)
    expect(readValue((await findIdentifier(keyOf(phone(i))))!)).toBe(phone(i).value);
  expect(
    unseal('order address', (await orders.findOne({ _id: 'a-late-one' }))!['sealedAddress'] as string),
  ).toBe('late');
  for (const { _id, sealedAddress } of await orders.find({ _id: /^o/ } as never).toArray()) {
    if (Number(_id.slice(1)) % 7 === 0) expect(sealedAddress).toBeNull();
    else expect(unseal('order address', sealedAddress as string)).toBe('kept');
  }
});

describe('the program', () => {
  test('counts, rotates, and says when the old key can go; a missing key ends it with 1', async () => {
    await fillEveryPlace();
    const { old, fresh } = changeKey();
    const lost = await program({ PHONE_KEY: fresh });
    expect(lost).toMatchObject({ code: 1 });
    expect(lost.out).toMatch(/orders\.sealedAddress .* remaining 250 .* cannot be opened 250 \(/);
    expect(lost.out).toMatch(/a key is missing in PHONE_KEYS_RETIRED/);
    const ring = { PHONE_KEY: fresh, PHONE_KEYS_RETIRED: old };
    const counted = await program(ring, '--check', '--json');
    expect(counted.code).toBe(1);
    const { places } = JSON.parse(counted.out) as { places: unknown[] };
    expect(places).toHaveLength(sealedFields().length);
    for (const one of places) expect(one).toMatchObject({ remaining: 250, resealed: 0 });
    const done = await program(ring);
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('PHONE_KEYS_RETIRED can go.') });
    expect((await program({ PHONE_KEY: fresh }, '--check')).code).toBe(0);
    await expectAllToOpen();
  });

  test('does not start with a malformed retired key, and names the variable', async () => {
    const { code, out } = await program({ PHONE_KEY: newKey(), PHONE_KEYS_RETIRED: 'c2hvcnQ=' });
    expect(code).toBe(1);
    expect(out).toMatch(/PHONE_KEYS_RETIRED\.0: must be 32 bytes in base64/);
    expect(out).not.toMatch(/c2hvcnQ/);
  });

  test('killed in the middle and started again, it seals the rest', async () => {
    const ROWS = 12_000;
    const messages = collection('channel_messages');
    const sealedBody = seal('channel message', 'body');
    for (let part = 0; part < ROWS; part += 4000)
      await messages.insertMany(
        Array.from({ length: 4000 }, (_, i) => ({
          _id: `m${String(part + i).padStart(6, '0')}`,
          sealedBody,
        })),
      );
    const { old, fresh } = changeKey();
    const ring = { PHONE_KEY: fresh, PHONE_KEYS_RETIRED: old };
    const untouched = () => messages.countDocuments({ sealedBody });
    const child = spawned([], ring);
    const ended = new Promise((resolve) => child.once('close', resolve));
    while ((await untouched()) === ROWS) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    const left = await untouched();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(ROWS);
    const again = JSON.parse((await program(ring, '--json')).out.replace(/^.*: \d+\n/gm, '')) as {
      places: { place: string; resealed: number; remaining: number }[];
    };
    expect(again.places.find(({ place }) => place.startsWith('channel_messages'))).toMatchObject({
      resealed: left,
      remaining: 0,
    });
  });
});
