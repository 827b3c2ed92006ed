import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { config } from '../../config';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { lookAtExpired } from './expire-evidence';
import { keyOf } from './identifier.model';
import * as identity from './index';
import { linkExternalContact } from './link-contact';
import { aMember, aMemberWithPhone, customerOfToken, forgetEverybody, seeing } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
  await suite.sandbox.control.configureCallbacks({
    wecomCallbackUrl: `${suite.url}/webhooks/wecom`,
    officialAccountPushUrl: `${suite.url}/webhooks/official-account`,
  });
});
beforeEach(async () => {
  // What the platforms still want to tell of the last test's people.
  await settle();
  await forgetEverybody();
});
afterEach(() => {
  config().WECOM_CONVERTS_IDS = '0';
});
afterAll(() => suite.close());

const collection = (name: string) => mongoose.connection.collection(name);
const person = async (id: string) =>
  (await suite.sandbox.control.people()).shoppers.find((shopper) => shopper.id === id)!;
async function settle() {
  await suite.sandbox.control.settle();
  await suite.settle();
}
const customers = async () => (await collection('sightings').distinct('customerId')).length;

describe('the official account', () => {
  test('tells who follows, and they are the customer of their UnionID', async () => {
    const { customerId } = await aMember(suite, 'lin');
    await suite.sandbox.control.officialAccount.follow('lin');
    await settle();
    const row = await collection('identities').findOne({ type: 'oa_openid' });
    expect(row).toMatchObject({ customerId, value: (await person('lin')).officialOpenid });
    expect(await customers()).toBe(1);
    // Following again, and leaving, say nothing new.
    await suite.sandbox.control.officialAccount.unfollow('lin');
    await suite.sandbox.control.officialAccount.follow('lin');
    await settle();
    expect(await collection('sightings').countDocuments({ source: 'official-account' })).toBe(1);
  });

  test('is taken once however often it tells, and not at all when it is forged or stale', async () => {
    await suite.sandbox.control.faults({ push: { mode: 'duplicate', times: 1 } });
    await suite.sandbox.control.officialAccount.follow('wang');
    await settle();
    expect(await collection('wecom_contact_events').countDocuments()).toBe(1);
    for (const mode of ['bad-signature', 'stale', 'wrong-receiveid', 'tamper'] as const) {
      await forgetEverybody();
      await suite.sandbox.control.faults({ push: { mode, times: 3 } });
      await suite.sandbox.control.officialAccount.unfollow('wang');
      await suite.sandbox.control.officialAccount.follow('wang');
      await settle();
      expect([mode, await collection('sightings').countDocuments()]).toEqual([mode, 0]);
      await suite.sandbox.control.faults({ push: { mode: 'deliver' } });
    }
    const junk = await fetch(`${suite.url}/webhooks/official-account`, { method: 'POST', body: '<xml>' });
    expect([junk.status, await junk.text()]).toEqual([400, 'refused']);
  });
});

describe('a number that a guide noted', () => {
  test('is a hint beside the contact, and makes nobody one with anybody', async () => {
    const { customerId } = await aMemberWithPhone(suite, 'wang');
    const { wecom } = suite.sandbox.control;
    await wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    const { phone } = await person('wang');
    await wecom.editCustomer({ userid: 'xiaomei', shopperId: 'lin', remark: '林', remark_mobiles: [phone] });
    await settle();
    await linkExternalContact(suite.ctx(), { externalUserid: (await person('lin')).external_userid });
    const noted = await collection('sightings').findOne({ source: 'wecom', 'shown.type': 'phone' });
    expect(noted).not.toBeNull();
    expect(noted!.customerId).not.toBe(customerId);
    expect(await customers()).toBe(2);
    await wecom.dropCustomer({ userid: 'xiaomei', shopperId: 'lin' });
  });
});

describe('contacts that come without UnionID', () => {
  test('are asked for from the other side where the company may convert ids', async () => {
    config().WECOM_CONVERTS_IDS = '1';
    const { wecom } = suite.sandbox.control;
    await wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    const { token } = await aMember(suite, 'lin');
    await settle();
    const row = await collection('sightings').findOne({ source: 'wecom-id' });
    expect(row!.shown).toMatchObject([{ type: 'unionid' }, { type: 'external_userid' }]);
    expect(row!.customerId).toBe(await customerOfToken(token));
    await wecom.dropCustomer({ userid: 'xiaomei', shopperId: 'lin' });
  });

  test('and whoever is none yet has a pending id, good for 90 days', async () => {
    config().WECOM_CONVERTS_IDS = '1';
    const { token } = await aMember(suite, 'chen');
    await settle();
    const pending = await collection('identities').findOne({ type: 'pending_id' });
    expect(pending).toMatchObject({ customerId: await customerOfToken(token) });
    const row = await collection('sightings').findOne({ source: 'wecom-id' });
    const days = ((row!.expiresAt as Date).getTime() - (row!.at as Date).getTime()) / 86_400_000;
    expect(days).toBe(90);
  });
});

test('a pending id joins within its 90 days, and holds nothing together after them', async () => {
  const pending = { type: 'pending_id' as const, value: 'pending-1' };
  const unionid = { type: 'unionid' as const, value: 'uPending' };
  const contact = { type: 'external_userid' as const, value: 'wmPending' };
  const ownerOf = async ({ value }: { value: string }) =>
    (await collection('identities').findOne({ value }))!.customerId as string | null;
  const member = await seeing(suite.ctx(), unionid, pending);
  await suite.advance(60);
  expect(await seeing(suite.ctx(), contact, pending)).toBe(member);
  await suite.advance(89 * 86_400);
  await lookAtExpired(suite.ctx());
  expect(await ownerOf(contact)).toBe(member);
  await suite.advance(2 * 86_400);
  await lookAtExpired(suite.ctx());
  expect(await ownerOf(unionid)).toBe(member);
  expect(await ownerOf(contact)).not.toBe(member);
  expect(await collection('identities').findOne({ type: 'pending_id' })).toMatchObject({ customerId: null });
  expect(await collection('sightings').countDocuments({ expiresAt: { $exists: true } })).toBe(0);
});

test('the device of an event is a hint, noted only with the consent, and once a month', async () => {
  const [lin, wang] = [await aMember(suite, 'lin'), await aMember(suite, 'wang')];
  const deviceId = randomUUID();
  const track = (token: string) => {
    const event = {
      eventId: randomUUID(),
      type: 'product.viewed',
      at: suite.ctx().now.toISOString(),
      productId: 'P',
    };
    return suite.callRaw('audience.track', { events: [event], deviceId }, token);
  };
  await track(lin.token);
  expect(await collection('identities').countDocuments({ type: 'device' })).toBe(0);
  for (const { token } of [lin, wang]) {
    await suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, token);
    for (let i = 0; i < 3; i += 1) await track(token);
  }
  expect(await collection('identities').findOne({ type: 'device' })).toMatchObject({
    sightings: 2,
    customerId: null,
  });
  expect(await customers()).toBe(2);
  expect((await suite.callRaw('audience.track', { events: [], deviceId: 'x' }, lin.token)).code).toBe(
    'INVALID_INPUT',
  );
});

test('a receipt with a typed number goes to whoever has it; a card and a name of the till are somebody', async () => {
  const { customerId } = await aMemberWithPhone(suite, 'lin');
  const { phone } = await person('lin');
  const receipt = (ref: string, ...shown: [identity.Shown, ...identity.Shown[]]) =>
    identity.noteSighting(suite.ctx(), { source: 'channel.pos', ref, shown });
  const typed = { type: 'phone' as const, value: phone };
  const first = await receipt('r1', typed);
  expect(first).toMatchObject({ customerId, isNew: true });
  expect(await receipt('r1', typed)).toEqual({ ...first, isNew: false });
  const withCard = await receipt('r2', { type: 'pos_card', value: 'CARD1' }, typed);
  expect(withCard.customerId).not.toBe(customerId);
  expect(withCard.origin).toBe(keyOf({ type: 'pos_card', value: 'CARD1' }));
  expect(first.origin).toBe(first.sightingId);
});

test('values that nobody owns say nothing, whoever types them', async () => {
  const nobody = { type: 'pos_card' as const, value: '0000000' };
  const [a, b] = [
    await seeing(suite.ctx(), nobody, { type: 'unionid', value: 'uA' }),
    await seeing(suite.ctx(), nobody, { type: 'unionid', value: 'uB' }),
  ];
  expect(a).not.toBe(b);
  expect(await collection('identities').findOne({ type: 'pos_card' })).toMatchObject({ customerId: null });
});
