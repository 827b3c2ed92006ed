import mongoose from 'mongoose';
import { callOut } from '../../kernel/call-out';
import { now } from '../../kernel/clock';
import { inTransaction } from '../../kernel/db';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { keyOf } from './identifier.model';
import * as identity from './index';
import { setConsent } from './set-consent';
import { aMember, forgetEverybody, seeing } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const count = (name: string, filter = {}) => mongoose.connection.collection(name).countDocuments(filter);
const loginCode = async (shopperId: string) => (await suite.sandbox.control.loginCode(shopperId)).code;
const person = async (id: string) =>
  (await suite.sandbox.control.people()).shoppers.find((shopper) => shopper.id === id)!;

describe('logging in', () => {
  test('makes a member with a ten-digit number, no phone and no consent', async () => {
    const { status, body } = await suite.call('identity.login', { code: await loginCode('lin') });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      expiresInSeconds: 30 * 24 * 3600,
      member: { phoneMasked: null, consents: { profiling: false, marketing: false } },
    });
    expect(body.member.memberNo).toMatch(/^[1-9]\d{9}$/);
    expect((await suite.call('identity.me', {}, body.token)).body).toEqual(body.member);
  });

  test('again is the same member with another session', async () => {
    const first = await aMember(suite, 'lin');
    const second = await aMember(suite, 'lin');
    expect(second.customerId).toBe(first.customerId);
    expect(second.token).not.toBe(first.token);
    expect(await count('customers')).toBe(1);
    expect((await aMember(suite, 'wang')).customerId).not.toBe(first.customerId);
  });

  test('is refused with a code that is made up, used or five minutes old', async () => {
    const login = (code: string) => suite.call('identity.login', { code });
    expect((await login('made-up')).code).toBe('LOGIN_CODE_INVALID');
    const code = await loginCode('lin');
    await login(code);
    expect((await login(code)).code).toBe('LOGIN_CODE_INVALID');
    const old = await loginCode('lin');
    await suite.advance(301);
    expect((await login(old)).code).toBe('LOGIN_CODE_INVALID');
  });

  test('says so when WeChat is out, or holds the person for a risk', async () => {
    const path = '/sns/jscode2session';
    for (const [fault, code] of [
      [{ status: 502 }, 'PLATFORM_UNAVAILABLE'],
      [{ errcode: -1 }, 'PLATFORM_UNAVAILABLE'],
      [{ errcode: 45011 }, 'PLATFORM_UNAVAILABLE'],
      [{ drop: true }, 'PLATFORM_UNAVAILABLE'],
      [{ errcode: 40226 }, 'FORBIDDEN'],
    ] as const) {
      await suite.sandbox.control.faults({ failNext: { path, ...fault } });
      expect((await suite.call('identity.login', { code: await loginCode('lin') })).code).toBe(code);
    }
    expect(await count('customers')).toBe(0);
  });

  test('ends with logging out', async () => {
    const { token } = await aMember(suite, 'lin');
    const otherDevice = await suite.loginShopper('lin');
    await suite.call('identity.logout', {}, token);
    expect((await suite.call('identity.me', {}, token)).code).toBe('LOGIN_REQUIRED');
    expect((await suite.call('identity.me', {}, otherDevice)).status).toBe(200);
  });

  test('leaves one sighting of both identifiers, and another only when a month has passed', async () => {
    const { customerId } = await aMember(suite, 'lin');
    const sightings = mongoose.connection.collection('sightings');
    const [seen, ...more] = await sightings.find({ customerId, source: 'mini-program' }).toArray();
    expect(more).toEqual([]);
    expect(seen!.shown).toMatchObject([{ type: 'mp_openid' }, { type: 'unionid' }]);
    const revisions = () => mongoose.connection.collection('identities').distinct('revision');
    await aMember(suite, 'lin');
    expect([await sightings.countDocuments(), await revisions()]).toEqual([1, [0]]);
    await suite.advance(31 * 24 * 3600);
    await aMember(suite, 'lin');
    expect([await sightings.countDocuments(), await count('customers')]).toEqual([2, 1]);
  });
});

describe('one person', () => {
  const ctx = () => suite.ctx();
  const openid = (value: string) => ({ type: 'mp_openid' as const, value });
  const union = (value: string | null) => ({ type: 'unionid' as const, value: value ?? '' });

  test('known by openid before the app had UnionIDs is the same once it has', async () => {
    const { openid: value, unionid } = await person('lin');
    const before = await seeing(ctx(), openid(value));
    const { customerId } = await aMember(suite, 'lin');
    expect(customerId).toBe(before);
    expect(await identity.findCustomer(ctx(), customerId)).toMatchObject({ openid: value, unionid });
  });

  test('whose openid now carries another UnionID goes with the UnionID', async () => {
    const { openid: value, unionid } = await person('lin');
    const old = await seeing(ctx(), openid(value), union('uOld'));
    const { customerId } = await aMember(suite, 'lin');
    expect(customerId).not.toBe(old);
    expect(await identity.findCustomer(ctx(), customerId)).toMatchObject({ openid: value, unionid });
    expect(await identity.findCustomer(ctx(), old)).toMatchObject({ openid: null, unionid: 'uOld' });
    expect(await count('identity_changes', { customerIds: { $all: [old, customerId] } })).toBe(1);
  });

  test('known as two is joined, and the old id leads to the new one', async () => {
    const { openid: value, unionid } = await person('lin');
    const byOpenid = await seeing(ctx(), openid(value));
    const contact = { type: 'external_userid' as const, value: 'wmLin00000000' };
    await suite.advance(60);
    const byUnionid = await seeing(ctx(), contact, union(unionid));
    expect(byOpenid).not.toBe(byUnionid);
    const { customerId } = await aMember(suite, 'lin');
    expect(customerId).toBe(byOpenid);
    expect(await identity.resolveCustomerId(ctx(), byUnionid)).toBe(customerId);
    expect(await identity.openidOf(ctx(), byUnionid)).toBe(value);
  });
});

test('links, moves and consents are told to those after us', async () => {
  // News of tomorrow stays in the outbox today.
  const tomorrow = { ...suite.ctx(), now: new Date(now().getTime() + 86_400_000) };
  const [union, openid, contact] = [
    { type: 'unionid' as const, value: 'uNews' },
    { type: 'mp_openid' as const, value: 'oNews' },
    { type: 'external_userid' as const, value: 'wmNews' },
  ];
  const customerId = await seeing(tomorrow, openid);
  const later = { ...tomorrow, now: new Date(tomorrow.now.getTime() + 1000) };
  const other = await seeing(later, contact, union);
  expect(await seeing(later, openid, union)).toBe(customerId);
  const origin = keyOf(openid);
  const actor = { kind: 'member' as const, id: origin };
  await setConsent({ ...later, actor }, { purpose: 'profiling', granted: true });
  const rows = await mongoose.connection.collection('outbox').find().sort({ _id: 1 }).toArray();
  const linked = { origin: keyOf(contact), externalUserid: 'wmNews' };
  const origins = expect.arrayContaining([other, keyOf(contact), keyOf(union)]) as string[];
  const told = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ name, body }) => ({ name, body: body as unknown }));
  expect(told('event')).toEqual([
    { name: 'customer.linked', body: { customerId: other, ...linked } },
    { name: 'customer.linked', body: { customerId, ...linked } },
    { name: 'customer.recordsMoved', body: { origins } },
    { name: 'consent.changed', body: { customerId, origin, purpose: 'profiling', granted: true } },
  ]);
  expect(told('job')).toEqual([{ name: 'tellRecordsMoved', body: { origins } }]);
});

test('nobody who is not a logged-in member is taken for one', async () => {
  for (const actor of [
    { kind: 'anonymous' as const },
    { kind: 'staff' as const, id: 'xiaomei' },
    { kind: 'member' as const, id: 'nobody00000000000000' },
  ]) {
    await expect(identity.requireMember(suite.ctx(actor))).rejects.toMatchObject({ code: 'LOGIN_REQUIRED' });
  }
  await expect(identity.openidOf(suite.ctx(), 'nobody00000000000000')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await suite.call('identity.me', {}, '0'.repeat(40))).code).toBe('LOGIN_REQUIRED');
});

test('no platform is called inside a transaction', async () => {
  const call = () => callOut({ platform: 'p', api: 'a', method: 'GET', url: suite.url });
  await expect(inTransaction(call)).rejects.toThrow('p a called inside a transaction');
});

describe('consents', () => {
  const set = (token: string, purpose: 'profiling' | 'marketing', granted: boolean) =>
    suite.call('identity.setConsent', { purpose, granted }, token);

  test('are given and withdrawn one by one, each with its proof', async () => {
    const { token, customerId } = await aMember(suite, 'lin');
    expect(await identity.hasConsent(suite.ctx(), customerId, 'profiling')).toBe(false);
    expect((await set(token, 'profiling', true)).body.consents).toEqual({
      profiling: true,
      marketing: false,
    });
    expect(await identity.hasConsent(suite.ctx(), customerId, 'profiling')).toBe(true);
    expect((await set(token, 'profiling', false)).body.consents).toEqual({
      profiling: false,
      marketing: false,
    });
    const ledger = await identity.listConsents(suite.ctx(), customerId);
    expect(ledger.map(({ purpose, granted, channel }) => [purpose, granted, channel])).toEqual([
      ['profiling', true, 'mini-program'],
      ['profiling', false, 'mini-program'],
    ]);
    expect(ledger[0]).toMatchObject({ textVersion: '2026-11-01', at: expect.any(Date) as Date });
  });

  test('said twice leave one proof and tell once', async () => {
    const { token, customerId } = await aMember(suite, 'lin');
    await Promise.all(Array.from({ length: 10 }, () => set(token, 'marketing', true)));
    expect(await identity.listConsents(suite.ctx(), customerId)).toHaveLength(1);
    await set(token, 'marketing', false);
    await set(token, 'marketing', false);
    expect(await identity.listConsents(suite.ctx(), customerId)).toHaveLength(2);
  });

  test('of an unknown purpose, or nobody, are refused', async () => {
    const { token } = await aMember(suite, 'lin');
    const unknown = { purpose: 'everything', granted: true };
    expect((await suite.callRaw('identity.setConsent', unknown, token)).code).toBe('INVALID_INPUT');
    expect((await suite.callRaw('identity.setConsent', { purpose: 'profiling', granted: true })).code).toBe(
      'LOGIN_REQUIRED',
    );
  });
});
