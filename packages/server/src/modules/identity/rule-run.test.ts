import mongoose from 'mongoose';
import { now } from '../../kernel/clock';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as staff from '../staff';
import { keyOf } from './identifier.model';
import { resumeRuns } from './run-rules';
import { forgetEverybody, seeing } from './testing';

let suite: Suite;
let operator: string;
beforeAll(async () => {
  suite = await startSuite();
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  operator = await suite.loginStaff('yunying');
});
beforeEach(async () => {
  await forgetEverybody();
  await mongoose.connection.collection('identity_rule_runs').deleteMany({});
});
afterAll(() => suite.close());

const phone = (i: number, verified = false) => ({
  type: 'phone' as const,
  value: `138${String(i).padStart(8, '0')}`,
  verified,
});
const email = (i: number) => ({ type: 'email' as const, value: `m${i}@example.com` });
/** What a till calls somebody who has no card: a card keeps its owner apart from those of other cards. */
const guest = (i: number) => ({ type: 'channel_buyer' as const, value: `till:guest-${i}` });
const card = (i: number) => ({ type: 'pos_card' as const, value: `CARD-${i}` });

/** 30 people with two cards that one e-mail address joins, and 20 whose typed phone is all that joins card and receipt. */
async function aTown(): Promise<void> {
  for (let i = 0; i < 30; i += 1) {
    await seeing(suite.ctx(), card(2 * i), email(i));
    await seeing(suite.ctx(), card(2 * i + 1), email(i));
  }
  for (let i = 0; i < 20; i += 1) {
    await seeing(suite.ctx(), guest(2 * i), phone(i));
    await seeing(suite.ctx(), guest(2 * i + 1), phone(i));
  }
}
const strong = {
  strength: 'strong' as const,
  verified: 'strong' as const,
  movesAfterDays: null,
  expiresDays: null,
};
const looser = { phone: { ...strong, people: { most: 2, withinDays: 365 } } };
const stricter = { email: { ...strong, strength: 'weak' as const, verified: 'weak' as const, people: null } };
const blocked = ['[0-]*', 'null'];

const version = async () => (await suite.call('identity.showRules', {}, operator)).body.version;
async function dryRun(types: object) {
  const started = await suite.callRaw(
    'identity.dryRunRules',
    { version: await version(), rules: { types, blocked } },
    operator,
  );
  expect(started.status).toBe(200);
  await suite.settle();
  const { runId } = started.body as { runId: string };
  return (await suite.call('identity.showRuleRun', { runId }, operator)).body;
}
const owners = async () => (await mongoose.connection.collection('sightings').distinct('customerId')).length;

test('the rules can be read: kinds from the surest down, with their limits, and what is nobody’s value', async () => {
  const { body } = await suite.call('identity.showRules', {}, operator);
  expect(body).toMatchObject({ version: 0, changedAt: null, runs: [] });
  expect(body.types[0]).toMatchObject({ type: 'unionid', oneEach: true, strength: 'strong' });
  expect(body.types.find(({ type }) => type === 'phone')).toMatchObject({
    strength: 'weak',
    verified: 'strong',
    people: { most: 2, withinDays: 365 },
  });
});

test('a dry run counts whom other rules would join and split, and changes nobody', async () => {
  await aTown();
  expect(await owners()).toBe(70);
  expect(await dryRun(looser)).toMatchObject({
    kind: 'dry_run',
    state: 'done',
    done: 100,
    joined: 40,
    split: 0,
    customersBefore: 70,
    customersAfter: 50,
  });
  expect(await dryRun(stricter)).toMatchObject({
    joined: 0,
    split: 30,
    customersBefore: 70,
    customersAfter: 100,
  });
  expect([await owners(), await version()]).toEqual([70, 0]);
});

test('rules that were counted are applied in the background, with the same outcome, and can be taken back', async () => {
  await aTown();
  const before = await mongoose.connection.collection('sightings').find().sort({ _id: 1 }).toArray();
  const { runId } = await dryRun(looser);
  const applied = await suite.call(
    'identity.applyRules',
    { runId, reason: '全部门店改用短信验证' },
    operator,
  );
  expect(applied.body).toMatchObject({ kind: 'apply', byName: '云英' });
  await suite.settle();
  const run = (await suite.call('identity.showRuleRun', { runId: applied.body.runId }, operator)).body;
  expect(run).toMatchObject({ state: 'done', done: 100 });
  expect([await owners(), await version()]).toEqual([50, 1]);
  // New evidence goes by the new rules at once.
  for (const i of [9998, 9999]) await seeing(suite.ctx(), guest(i), phone(777));
  expect(await owners()).toBe(51);
  await mongoose.connection.collection('sightings').deleteMany({ 'shown.key': keyOf(phone(777)) });

  const { phone: was } = {
    phone: { ...strong, strength: 'weak' as const, people: { most: 2, withinDays: 365 }, movesAfterDays: 90 },
  };
  const back = await dryRun({ phone: was });
  await suite.call('identity.applyRules', { runId: back.runId, reason: '改回原来的规则' }, operator);
  await suite.settle();
  expect(await mongoose.connection.collection('sightings').find().sort({ _id: 1 }).toArray()).toEqual(before);
});

test('a run whose worker died goes on from where it was, and counts nobody twice', async () => {
  await aTown();
  const runs = mongoose.connection.collection('identity_rule_runs');
  const started = await suite.call(
    'identity.dryRunRules',
    { version: 0, rules: { types: looser, blocked } },
    operator,
  );
  await suite.settle();
  const whole = await runs.findOne({ _id: started.body.runId as never });
  const half = { ...whole!, _id: 'a'.repeat(20) as never, state: 'running', after: '', finishedAt: null };
  const nothing = { done: 0, joined: 0, split: 0, customersBefore: 0, customersAfter: 0 };
  await runs.insertOne({ ...half, ...nothing, movedAt: new Date(now().getTime() - 120_000) });
  await Promise.all([resumeRuns(suite.ctx()), resumeRuns(suite.ctx()), resumeRuns(suite.ctx())]);
  await suite.settle();
  const {
    _id: _a,
    startedAt: _b,
    movedAt: _c,
    finishedAt: _d,
    ...told
  } = (await runs.findOne({ _id: half._id }))!;
  const { _id: _e, startedAt: _f, movedAt: _g, finishedAt: _h, ...expected } = whole!;
  expect(told).toEqual(expected);
});

test('what makes no sense is refused, and so is what is out of date', async () => {
  await aTown();
  const run = (rules: object, at = 0) =>
    suite.callRaw('identity.dryRunRules', { version: at, rules: { types: {}, blocked, ...rules } }, operator);
  for (const rules of [
    { blocked: ['('] },
    { blocked: [''] },
    { types: { phone: { ...looser.phone, people: { most: 0, withinDays: 1 } } } },
    { types: { phone: { strength: 'strong' } } },
    { types: { face: looser.phone } },
    { types: { unionid: { ...looser.phone, oneEach: false } } },
  ])
    expect((await run(rules)).code).toBe('INVALID_INPUT');
  expect((await run({}, 7)).code).toBe('RULES_CHANGED');
  const apply = (runId: string) => suite.call('identity.applyRules', { runId, reason: '试试看' }, operator);
  expect((await apply('0'.repeat(20))).code).toBe('NOT_FOUND');
  const one = await dryRun(looser);
  const other = await dryRun(stricter);
  const both = await Promise.all([apply(one.runId), apply(other.runId)]);
  expect(both.map(({ code }) => code ?? 'ok').sort()).toEqual(['RULES_CHANGED', 'ok']);
  await suite.settle();
  const stale = await dryRun(looser);
  await mongoose.connection
    .collection('identity_rule_runs')
    .updateOne({ _id: stale.runId as never }, { $set: { finishedAt: null } });
  expect((await apply(stale.runId)).code).toBe('RULE_RUN_UNFINISHED');
});
