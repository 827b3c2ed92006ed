import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { bindVerified } from './bind-phone';
import { integrityErrors } from './check-integrity';
import { linkExternalContact } from './link-contact';
import { forgetEverybody, seeing } from './testing';

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

/** What is stored is what the rules make of the evidence, and everybody has a row. */
const expectTruth = async (): Promise<void> => expect(await integrityErrors(suite.ctx())).toEqual([]);

test('twenty first logins of one person at once make one customer', async () => {
  const codes = await times(20, () => suite.sandbox.control.loginCode('lin'));
  const logins = await times(20, (i) => suite.call('identity.login', { code: codes[i]!.code }));
  expect(logins.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(new Set(logins.map(({ body }) => body.member.memberNo)).size).toBe(1);
  expect([await count('customers'), await count('identities')]).toEqual([1, 2]);
  await expectTruth();
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
  expect(await count('sightings')).toBe(2);
  await expectTruth();
});

const openid = (i: number) => ({ type: 'mp_openid' as const, value: `openid-${i}` });
const union = (i: number) => ({ type: 'unionid' as const, value: `union-${i}` });
const card = (i: number) => ({ type: 'pos_card' as const, value: `card-${i}` });
const verified = (value: string) => ({ type: 'phone' as const, value, verified: true });
const typed = (value: string) => ({ type: 'phone' as const, value });

test('of twenty people who bind one phone at once nobody has it, and all who came too late are told', async () => {
  await times(20, (i) => seeing(suite.ctx(), openid(i), union(i)));
  const outcomes = await times(20, (i) =>
    bindVerified(suite.ctx(), `openid-${i}`, LIN).then(
      () => 'bound',
      (error: { code?: string }) => error.code ?? String(error),
    ),
  );
  // The first two may have had it for a moment.
  expect(outcomes.filter((outcome) => outcome === 'PHONE_SHARED').length).toBeGreaterThanOrEqual(18);
  expect(await mongoose.connection.collection('identities').findOne({ type: 'phone' })).toMatchObject({
    customerId: null,
    isShared: true,
  });
  await expectTruth();
});

test('thirty-two logins, phones, cards and contacts of four people at once end in four right customers', async () => {
  const contact = (i: number) => ({ type: 'external_userid' as const, value: `wm-${i}` });
  const phoneOf = (i: number) => `1380013800${i}`;
  const kinds = [
    (i: number) => seeing(suite.ctx(), openid(i), union(i)),
    (i: number) => seeing(suite.ctx(), contact(i), union(i), typed(phoneOf((i + 1) % 4))),
    (i: number) => seeing(suite.ctx(), openid(i), verified(phoneOf(i))),
    (i: number) => seeing(suite.ctx(), card(i), typed(phoneOf(i))),
    (i: number) => seeing(suite.ctx(), card(i), verified(phoneOf(i))),
    (i: number) => seeing(suite.ctx(), typed(phoneOf(i))),
    (i: number) => seeing(suite.ctx(), contact(i)),
    (i: number) => seeing(suite.ctx(), openid(i)),
  ];
  await times(32, (n) => kinds[n % 8]!(Math.floor(n / 8)));
  const owners = await mongoose.connection.collection('sightings').distinct('customerId');
  expect(owners).toHaveLength(4);
  await expectTruth();
});

test('two UnionIDs that reach one unknown person by different ways at once never end in one customer', async () => {
  for (let round = 0; round < 8; round += 1) {
    await forgetEverybody();
    await seeing(suite.ctx(), card(1), verified(LIN));
    await Promise.all([
      seeing(suite.ctx(), union(1), card(1)),
      seeing(suite.ctx(), union(2), verified(LIN)),
      seeing(suite.ctx(), union(1), openid(1)),
      seeing(suite.ctx(), union(2), openid(2)),
    ]);
    const unions = await mongoose.connection.collection('identities').find({ type: 'unionid' }).toArray();
    expect(new Set(unions.map(({ customerId }) => customerId as string)).size).toBe(2);
    await expectTruth();
  }
});

test('one phone noted by ten tills at once is one member', async () => {
  const ids = await times(10, () => seeing(suite.ctx(), typed(LIN)));
  expect(new Set(ids).size).toBe(1);
  expect(await count('customers')).toBe(1);
});

test('member numbers stay unique when two hundred people come', async () => {
  await times(200, (i) => seeing(suite.ctx(), typed(`1370000${1000 + i}`)));
  const numbers = await mongoose.connection.collection('customers').distinct('memberNo');
  expect(numbers).toHaveLength(200);
});
