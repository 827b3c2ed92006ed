import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import type { Contracts } from '@omni/shared/contracts/index';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as staff from '../staff';
import type { StaffRole } from '../staff';
import { keyOf } from './identifier.model';
import { aMember, aMemberWithPhone, customerOfToken, forgetEverybody, seeing } from './testing';

type Name = keyof Contracts & `identity.${string}`;

let suite: Suite;
let operator: string;
beforeAll(async () => {
  suite = await startSuite();
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  operator = await suite.loginStaff('yunying');
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const ask = <N extends Name>(name: N, input: Parameters<typeof suite.call<N>>[1]) =>
  suite.call(name, input, operator);
const LIN = '13800138001';
const TABLET = '13911110000';
const phone = (value: string, verified = true) => ({ type: 'phone' as const, value, verified });
const card = (value: string) => ({ type: 'pos_card' as const, value });
const openidOf = async (id: string) => {
  const person = (await suite.sandbox.control.people()).shoppers.find((shopper) => shopper.id === id)!;
  return { type: 'mp_openid' as const, value: person.openid };
};

/** Lin and the holder of a card are taken for one, because both verified the number of the shop's tablet. */
async function wronglyJoined() {
  await seeing(suite.ctx(), card('CARD88'), phone(TABLET));
  await seeing(suite.ctx(), card('CARD88'), phone('13700000088', false));
  const lin = await aMember(suite, 'lin');
  await suite.advance(60);
  await seeing(suite.ctx(), await openidOf('lin'), phone(TABLET));
  const customerId = await customerOfToken(lin.token);
  return { ...lin, customerId, openid: keyOf(await openidOf('lin')), cardKey: keyOf(card('CARD88')) };
}
const tabletKey = () => keyOf(phone(TABLET));
const decided = (given: object = {}) => ({ reason: '店里的平板号码', requestId: randomUUID(), ...given });

describe('the screen of a customer', () => {
  test('shows what makes them one person, masked, with near misses and states', async () => {
    const { customerId, cardKey } = await wronglyJoined();
    const { body } = await ask('identity.showGraph', { customerId });
    expect(body.customer).toMatchObject({ customerId, knownBy: ['小程序', '会员卡', '手机号'] });
    const labels = Object.fromEntries(body.identifiers.map(({ key, label }) => [key, label]));
    expect([labels[tabletKey()], labels[cardKey]]).toEqual(['139****0000', 'CARD88']);
    expect(JSON.stringify(body)).not.toContain(TABLET);
    expect(body.sightings).toHaveLength(4);
    const states = body.sightings.flatMap(({ evidence }) => evidence.map(({ state }) => state));
    expect(states.filter((state) => state === 'hint')).toHaveLength(1);
    expect(states.filter((state) => state === 'followed')).toHaveLength(7);
    expect(body.identifiers.find(({ label }) => label === '137****0088')?.state).toBe('hint');
    expect(body.changes).toHaveLength(1);
  });

  test('names who else showed a number, and why they are not the same', async () => {
    const { customerId: lin } = await aMemberWithPhone(suite, 'lin');
    await seeing(suite.ctx(), card('CARD1'), phone(LIN, false));
    const { customerId } = await ask('identity.showGraph', { customerId: lin }).then(
      ({ body }) => body.customer,
    );
    const other = await ask('identity.findCustomers', { query: 'CARD1' });
    const near = (await ask('identity.showGraph', { customerId: other.body.customers[0]!.customerId })).body;
    expect(near.nearMisses).toEqual([
      expect.objectContaining({ label: '138****8001', other: expect.objectContaining({ customerId }) }),
    ]);
  });

  test('tells the shortest way of evidence between two identifiers, and that there is none', async () => {
    const { openid, cardKey } = await wronglyJoined();
    const { body } = await ask('identity.why', { from: openid, to: cardKey });
    expect(body.way?.map(({ from, to }) => [from, to])).toEqual([
      [openid, tabletKey()],
      [tabletKey(), cardKey],
    ]);
    expect(body.way?.[0]?.text).toContain('同时出示了小程序身份');
    expect(body.way?.[0]?.text).toContain('手机号 139****0000');
    await seeing(suite.ctx(), card('CARD99'));
    expect((await ask('identity.why', { from: openid, to: keyOf(card('CARD99')) })).body.way).toBeNull();
  });
});

describe('finding', () => {
  test('goes by whole identifiers alone, and leaves a row in the audit log without them', async () => {
    const { customerId } = await wronglyJoined();
    const { memberNo } = (await ask('identity.showGraph', { customerId })).body.customer;
    for (const query of [TABLET, '139 1111 0000', '+86 13911110000', 'CARD88', memberNo])
      expect((await ask('identity.findCustomers', { query })).body.customers).toMatchObject([{ customerId }]);
    for (const query of ['13911110001', '139****0000', '1391111', 'CARD888'])
      expect((await ask('identity.findCustomers', { query })).body.customers).toEqual([]);
    const log = await mongoose.connection.collection('audit_log').find().toArray();
    expect(log.some(({ action }) => action === 'identity.findCustomers')).toBe(true);
    expect(JSON.stringify(log)).not.toContain('1391111');
  });

  test('lists numbers that many people show, with who they are', async () => {
    for (const id of ['uA', 'uB', 'uC'])
      await seeing(suite.ctx(), { type: 'unionid', value: id }, phone(TABLET));
    const { body } = await ask('identity.listQuarantined', {});
    expect(body.items).toMatchObject([{ label: '139****0000', state: 'shared', people: 3 }]);
    expect(body.items[0]?.customers).toHaveLength(3);
    expect(body.nextCursor).toBeNull();
    expect((await ask('identity.listQuarantined', { cursor: 'made-up' })).code).toBe('INVALID_INPUT');
  });
});

describe('a split', () => {
  test('is shown before it is made, and then is made so', async () => {
    const { customerId, cardKey, openid } = await wronglyJoined();
    const taken = { customerId, revoke: [], shared: [tabletKey()] };
    const preview = (await ask('identity.previewSplit', taken)).body;
    expect(preview.parts).toHaveLength(2);
    expect((await ask('identity.showGraph', { customerId })).body.sightings).toHaveLength(4);
    const { status, body } = await ask('identity.split', { ...taken, ...decided() });
    expect(status).toBe(200);
    const ownerOf = (key: string) =>
      body.parts.find(({ identifiers }) => identifiers.some((one) => one.key === key))?.customerId;
    expect(ownerOf(cardKey)).not.toBe(ownerOf(openid));
    expect(body.parts.every(({ customerId: id }) => id !== null)).toBe(true);
    const { decisions, changes } = (await ask('identity.showGraph', { customerId })).body;
    expect(decisions).toMatchObject([
      { kind: 'split', byName: '云英', reason: '店里的平板号码', text: '标记 1 个标识为多人共用' },
    ]);
    expect(changes.length).toBeGreaterThan(0);
  });

  test('by one piece of evidence goes as far as that evidence', async () => {
    const { customerId, openid } = await wronglyJoined();
    const { sightings } = (await ask('identity.showGraph', { customerId })).body;
    const wrong = sightings.find(({ evidence }) => {
      const keys = evidence.map(({ key }) => key);
      return keys.includes(openid) && keys.includes(tabletKey());
    })!;
    const revoke = [{ sightingId: wrong.sightingId, key: tabletKey() }];
    const { body } = await ask('identity.split', { customerId, revoke, shared: [], ...decided() });
    expect(body.parts).toHaveLength(2);
    const states = (await ask('identity.showGraph', { customerId: await customerOf(openid) })).body;
    expect(JSON.stringify(states)).toContain('已人工排除');
  });

  test('is the same decision when it comes again, also at once', async () => {
    const { customerId } = await wronglyJoined();
    const input = { customerId, revoke: [], shared: [tabletKey()], ...decided() };
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('identity.split', input)));
    expect(new Set(answers.map(({ body }) => body.decisionId)).size).toBe(1);
    expect(await mongoose.connection.collection('identity_decisions').countDocuments()).toBe(1);
  });

  test('that splits nobody, or takes what is not theirs, is refused', async () => {
    const { customerId, openid } = await wronglyJoined();
    const split = (given: object) =>
      ask('identity.split', { customerId, revoke: [], shared: [], ...decided(), ...given });
    expect((await split({})).code).toBe('NOTHING_TO_SPLIT');
    const foreign = keyOf(card('CARD00'));
    expect((await split({ shared: [foreign] })).code).toBe('NOT_FOUND');
    await seeing(suite.ctx(), card('CARD00'));
    expect((await split({ shared: [foreign] })).code).toBe('NOT_FOUND');
    expect((await split({ revoke: [{ sightingId: 'nothing', key: openid }] })).code).toBe('NOT_FOUND');
    expect((await split({ customerId: '0'.repeat(20) })).code).toBe('NOT_FOUND');
    expect((await split({ reason: ' ' })).code).toBe('INVALID_INPUT');
  });

  test('undone is as if it had not been, once', async () => {
    const { customerId } = await wronglyJoined();
    const before = await truth();
    const taken = { customerId, revoke: [], shared: [tabletKey()], ...decided() };
    const { decisionId } = (await ask('identity.split', taken)).body;
    expect(await truth()).not.toEqual(before);
    expect((await ask('identity.undo', { decisionId })).status).toBe(200);
    expect(await truth()).toEqual(before);
    expect((await ask('identity.undo', { decisionId })).code).toBe('DECISION_UNDONE');
    expect((await ask('identity.undo', { decisionId: '0'.repeat(20) })).code).toBe('NOT_FOUND');
  });
});

describe('a join', () => {
  test('makes one of two, with its reason, and can be undone', async () => {
    const lin = await aMember(suite, 'lin');
    await suite.advance(60);
    const otherCustomerId = await seeing(suite.ctx(), card('CARD7'));
    const before = await truth();
    const input = { customerId: otherCustomerId, otherCustomerId: lin.customerId, ...decided() };
    const { body } = await ask('identity.join', input);
    expect(body.customerId).toBe(lin.customerId);
    expect((await ask('identity.join', { ...input, ...decided() })).code).toBe('SAME_CUSTOMER');
    expect((await ask('identity.join', input)).body).toEqual(body);
    const { decisions } = (await ask('identity.showGraph', { customerId: lin.customerId })).body;
    expect(decisions).toMatchObject([{ kind: 'join', actions: ['undo'] }]);
    await ask('identity.undo', { decisionId: body.decisionId });
    const own = (await truth()).filter(({ source }) => source !== 'operator');
    expect(own).toEqual(before);
  });

  test('of two people with a WeChat identity each is refused and leaves nothing', async () => {
    const [lin, wang] = [await aMember(suite, 'lin'), await aMember(suite, 'wang')];
    const before = await truth();
    const input = { customerId: lin.customerId, otherCustomerId: wang.customerId, ...decided() };
    expect((await ask('identity.join', input)).code).toBe('TWO_PEOPLE');
    expect(await truth()).toEqual(before);
    expect(await mongoose.connection.collection('identity_decisions').countDocuments()).toBe(0);
    const nobody = { customerId: lin.customerId, otherCustomerId: '0'.repeat(20), ...decided() };
    expect((await ask('identity.join', nobody)).code).toBe('NOT_FOUND');
  });
});

/** Whose each sighting is. */
async function truth() {
  const rows = await mongoose.connection.collection('sightings').find().sort({ _id: 1 }).toArray();
  return rows.map(({ _id, customerId, source }) => ({ id: String(_id), customerId, source: String(source) }));
}
const customerOf = async (key: string): Promise<string> =>
  (await mongoose.connection.collection('identities').findOne({ _id: key as never }))!.customerId as string;

test('a phone is shown whole to operators alone, with a reason that is kept', async () => {
  const { customerId } = await aMemberWithPhone(suite, 'lin');
  const { body } = await ask('identity.revealPhone', { customerId, reason: '回访退款' });
  expect(body).toEqual({ phone: LIN });
  const [row] = await staff.listAudit(suite.ctx(), customerId);
  expect(row).toMatchObject({ by: 'yunying', action: 'identity.revealPhone', note: '回访退款' });
  expect((await ask('identity.revealPhone', { customerId: '0'.repeat(20), reason: '查' })).code).toBe(
    'INVALID_INPUT',
  );
  expect((await ask('identity.revealPhone', { customerId: '0'.repeat(20), reason: '查找' })).code).toBe(
    'NOT_FOUND',
  );
});

describe('nobody but operators', () => {
  const roles: StaffRole[] = ['guide', 'clerk', 'manager', 'marketer'];
  const id = '0'.repeat(20);
  const key = `phone:${'a'.repeat(43)}`;
  const inputs: [Name, object][] = [
    ['identity.findCustomers', { query: LIN }],
    ['identity.listQuarantined', {}],
    ['identity.showGraph', { customerId: id }],
    ['identity.why', { from: key, to: key }],
    ['identity.previewSplit', { customerId: id, revoke: [], shared: [] }],
    ['identity.split', { customerId: id, revoke: [], shared: [], ...decided() }],
    ['identity.join', { customerId: id, otherCustomerId: id, ...decided() }],
    ['identity.undo', { decisionId: id }],
    ['identity.revealPhone', { customerId: id, reason: '想看看' }],
    ['identity.showRules', {}],
    ['identity.dryRunRules', { version: 0, rules: { types: {}, blocked: [] } }],
    ['identity.applyRules', { runId: id, reason: '试试看' }],
    ['identity.showRuleRun', { runId: id }],
  ];
  test.each(inputs)('may call %s', async (name, input) => {
    for (const role of roles) {
      await staff.saveStaff(suite.ctx(), { userid: 'xiaomei', name: '小美', role, stores: [] });
      const token = await suite.loginStaff('xiaomei');
      expect([role, (await suite.callRaw(name, input, token)).code]).toEqual([role, 'FORBIDDEN']);
    }
    const member = await suite.loginShopper('lin');
    for (const token of [undefined, member, 'f'.repeat(40)])
      expect(['LOGIN_REQUIRED', 'FORBIDDEN']).toContain((await suite.callRaw(name, input, token)).code);
  });
});
