import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { bindVerified } from './bind-phone';
import * as identity from './index';
import { linkExternalContact } from './link-contact';
import { resolvePerson } from './resolve-person';
import { aMember, forgetEverybody } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const count = (name: string, filter = {}) => mongoose.connection.collection(name).countDocuments(filter);
const times = <T>(n: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const LIN = '13800138001';

/** No identifier without its customer, no customer without an identifier, nobody merged into somebody merged. */
async function expectNoOrphans(): Promise<void> {
  const identities = await mongoose.connection.collection('identities').find().toArray();
  const customers = await mongoose.connection.collection('customers').find().toArray();
  const live = customers.filter(({ mergedInto }) => mergedInto === null).map(({ _id }) => String(_id));
  expect(new Set(identities.map(({ customerId }) => customerId as string))).toEqual(new Set(live));
  for (const { mergedInto } of customers) if (mergedInto !== null) expect(live).toContain(mergedInto);
}

test('twenty first logins of one person at once make one customer', async () => {
  const codes = await times(20, () => suite.sandbox.control.loginCode('lin'));
  const logins = await times(20, (i) => suite.call('identity.login', { code: codes[i]!.code }));
  expect(logins.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(new Set(logins.map(({ body }) => body.member.memberNo)).size).toBe(1);
  expect([await count('customers'), await count('identities')]).toEqual([1, 2]);
  await expectNoOrphans();
});

test('first logins and WeCom events of one person at once make one customer', async () => {
  const { external_userid: externalUserid } = (await suite.sandbox.control.people()).shoppers.find(
    ({ id }) => id === 'lin',
  )!;
  await Promise.all([
    times(8, () => suite.loginShopper('lin')),
    times(8, () => linkExternalContact(suite.ctx(), { externalUserid })),
  ]);
  expect([await count('customers'), await count('identities')]).toEqual([1, 3]);
  expect(await count('identity_evidence', { kind: 'linked' })).toBe(3);
  await expectNoOrphans();
});

test('of twenty people who bind one phone at once, one has it and the others are told', async () => {
  const members = await times(20, (i) =>
    resolvePerson(suite.ctx(), {
      unionid: `union-${i}`,
      other: { type: 'mp_openid', value: `openid-${i}` },
      source: 'test',
    }),
  );
  const phone = { type: 'phone' as const, value: LIN };
  const outcomes = await times(20, (i) =>
    bindVerified(suite.ctx(), members[i]!, phone).then(
      () => 'bound',
      (error: { code?: string }) => error.code ?? String(error),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'bound')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'PHONE_BELONGS_TO_ANOTHER')).toHaveLength(19);
  expect(await count('identities', { type: 'phone' })).toBe(1);
  await expectNoOrphans();
});

test('an imported member whose phone two people bind at once is joined into one of them', async () => {
  const imported = await identity.importMember(suite.ctx(), { phone: LIN, source: 'pos' });
  const [lin, wang] = [await aMember(suite, 'lin'), await aMember(suite, 'wang')];
  const phone = { type: 'phone' as const, value: LIN };
  const outcomes = await Promise.allSettled([
    bindVerified(suite.ctx(), lin.customerId, phone),
    bindVerified(suite.ctx(), wang.customerId, phone),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const winner = outcomes[0]!.status === 'fulfilled' ? lin : wang;
  expect(await identity.resolveCustomerId(suite.ctx(), imported)).toBe(winner.customerId);
  await expectNoOrphans();
});

test('one member who binds two phones at once ends with one of them', async () => {
  const { customerId } = await aMember(suite, 'lin');
  await times(6, (i) =>
    bindVerified(suite.ctx(), customerId, { type: 'phone', value: `1390000000${i % 2}` }),
  );
  expect(await count('identities', { type: 'phone', customerId })).toBe(1);
  await expectNoOrphans();
});

test('one phone imported by ten tills at once is one member', async () => {
  const ids = await times(10, () => identity.importMember(suite.ctx(), { phone: LIN, source: 'pos' }));
  expect(new Set(ids).size).toBe(1);
  expect(await count('customers')).toBe(1);
});

test('member numbers stay unique when two hundred people come', async () => {
  await times(200, (i) => identity.importMember(suite.ctx(), { phone: `1370000${1000 + i}`, source: 'pos' }));
  const numbers = await mongoose.connection.collection('customers').distinct('memberNo');
  expect(numbers).toHaveLength(200);
});
