import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as identity from '../identity';
import { aMember } from '../identity/testing';
import * as inventory from '../inventory';
import { openTown } from './testing';
import type { Town } from './testing';

/** A word withdrawn counts everywhere, at once: a minute would be allowed, nothing of it is needed. */
let suite: Suite;
let town: Town;
let lin: { token: string; customerId: string };
let contact: string;
const dress = aProduct({ title: '雾蓝针织裙' });

beforeAll(async () => {
  suite = await startSuite();
  town = await openTown(suite);
  lin = await aMember(suite, 'lin');
  contact = (await suite.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!.external_userid;
  await catalog.saveProduct(suite.ctx(), dress);
  const [sku] = dress.skus;
  await inventory.setOnHand(suite.ctx(), { locationId: town.storeId, skuId: sku!.skuId, onHand: 3 });
});
afterAll(() => suite.close());

const say = (purpose: 'profiling' | 'marketing', granted: boolean) =>
  suite.call('identity.setConsent', { purpose, granted }, lin.token);
const browse = async (deviceId = `device-${randomUUID()}`) => {
  const at = suite.ctx().now.toISOString();
  const seen = {
    eventId: randomUUID(),
    type: 'product.viewed' as const,
    at,
    productId: dress.productId,
    seconds: 9,
  };
  return (await suite.call('audience.track', { events: [seen], deviceId }, lin.token)).body;
};

/** Everything that could show or use what was looked at. */
async function whatIsSeen() {
  const chat = { externalUserid: contact };
  const profile = (await suite.call('guides.getCustomer', chat, town.guide)).body;
  const timeline = (await suite.call('guides.listTimeline', chat, town.guide)).body;
  const { scripts } = (
    await suite.call('guides.suggestScripts', { ...chat, storeId: town.storeId }, town.guide)
  ).body;
  return {
    profile: profile.browsing.length,
    consent: profile.profilingConsent,
    timeline: timeline.items.filter(({ kind }) => kind === 'browse').length,
    scripts: scripts.filter(({ scriptId }) => scriptId.startsWith('viewed-')).length,
    kept: (await browse()).kept,
  };
}
const count = (collection: string, filter: object): Promise<number> =>
  mongoose.connection.collection(collection).countDocuments(filter);

test('a withdrawal counts at once for what is kept, shown and suggested, and stays so', async () => {
  await say('profiling', true);
  await browse();
  await suite.settle();
  expect(await whatIsSeen()).toEqual({ profile: 1, consent: true, timeline: 1, scripts: 1, kept: 1 });
  const nothing = { profile: 0, consent: false, timeline: 0, scripts: 0, kept: 0 };
  const from = Date.now();
  expect((await say('profiling', false)).body.consents.profiling).toBe(false);
  expect(await whatIsSeen()).toEqual(nothing);
  expect(Date.now() - from).toBeLessThan(10_000);
  await suite.settle();
  expect(await whatIsSeen()).toEqual(nothing);
  expect(Date.now() - from).toBeLessThan(60_000);
  expect(await count('touches', { kind: 'browse' })).toBe(0);
});

test('what was kept of the devices because of it goes, and the member stays who they are', async () => {
  await say('profiling', true);
  await browse('device-of-lin-0001');
  await browse('device-of-lin-0002');
  expect(await count('identities', { type: 'device' })).toBeGreaterThanOrEqual(2);
  await say('profiling', false);
  await suite.settle();
  expect(await count('identities', { type: 'device' })).toBe(0);
  expect(await count('sightings', { source: 'mini-program-device' })).toBe(0);
  expect(await identity.resolveCustomerId(suite.ctx(), lin.customerId)).toBe(lin.customerId);
  expect(await identity.integrityErrors(suite.ctx())).toEqual([]);
});

test('browsing under another WeChat of the same person goes too', async () => {
  await say('profiling', true);
  await browse();
  const { openid } = await identity.findCustomer(suite.ctx(), lin.customerId).then((found) => found!);
  const other = await identity.noteSighting(suite.ctx(), {
    source: 'test',
    shown: [
      { type: 'email', value: 'lin@example.com' },
      { type: 'mp_openid', value: openid! },
    ],
  });
  expect(other.customerId).toBe(lin.customerId);
  await mongoose.connection
    .collection('touches')
    .updateMany({ kind: 'browse' }, { $set: { origin: other.origin } });
  await say('profiling', false);
  await suite.settle();
  expect(await count('touches', { kind: 'browse' })).toBe(0);
});

test('a browsing that is being written while the word is withdrawn is not kept', async () => {
  for (let i = 0; i < 5; i += 1) {
    await say('profiling', true);
    const writing = Array.from({ length: 6 }, () => browse());
    await say('profiling', false);
    await Promise.all(writing);
    await suite.settle();
    expect(await count('touches', { kind: 'browse' })).toBe(0);
  }
});

test('every word is told: what for, in which words, where and when, newest first, page by page', async () => {
  const wang = await aMember(suite, 'wang');
  expect((await suite.call('privacy.listConsents', {}, wang.token)).body).toEqual({
    items: [],
    nextCursor: null,
  });
  const words: [('profiling' | 'marketing')?, boolean?][] = [
    ['profiling', true],
    ['marketing', true],
    ['marketing', false],
  ];
  for (const [purpose, granted] of words) {
    await suite.callRaw('identity.setConsent', { purpose, granted }, wang.token);
    await suite.advance(60);
  }
  const first = (await suite.call('privacy.listConsents', { limit: 2 }, wang.token)).body;
  expect(first.items).toMatchObject([
    { purpose: 'marketing', granted: false, purposeText: '接收活动与上新消息', channelText: '小程序' },
    { purpose: 'marketing', granted: true },
  ]);
  expect(first.items[0]?.wording).toEqual({
    version: '2026-11-01',
    text: '通过微信告诉你新品与优惠。订单通知不受影响。',
  });
  const rest = await suite.call('privacy.listConsents', { limit: 2, cursor: first.nextCursor! }, wang.token);
  expect(rest.body).toMatchObject({ items: [{ purpose: 'profiling', granted: true }], nextCursor: null });
  const mine = (await suite.call('privacy.listConsents', { limit: 50 }, lin.token)).body.items;
  expect(mine.length).toBeGreaterThan(5);
});
