import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aTemplate } from '../coupons/testing';
import * as identity from '../identity';
import { aMemberWithPhone, customerOfToken } from '../identity/testing';
import { aPlace, everythingDone, openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { anErasure, certificateNoOf, untilErased } from './testing';

/** The person goes on tapping while they are erased, and comes back at once. */
let suite: Suite;
let shop: Shop;
let templateId: string;
beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  ({ templateId } = await aTemplate(suite.ctx(), { totalLimit: 10_000, perPersonLimit: 100 }));
});
afterAll(() => suite.close());

const WRITTEN = {
  orders: 'placedAt',
  coupons: 'issuedAt',
  touches: 'at',
  messages: 'at',
  aftersale_cases: 'appliedAt',
} as const;

async function tap(token: string): Promise<void> {
  const at = suite.ctx().now.toISOString();
  const events = [{ eventId: randomUUID(), type: 'store.scanned' as const, at, storeId: shop.storeId }];
  await Promise.all([
    suite.call('orders.place', aPlace(shop), token),
    suite.call('coupons.claim', { templateId }, token),
    suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, token),
    suite.call('audience.track', { events }, token),
  ]);
}

/** What is under this WeChat's names and was written before whoever has them now came: somebody else's history. */
async function historyOf(token: string): Promise<string[]> {
  const customerId = await customerOfToken(token);
  const person = (await identity.personOf(suite.ctx(), customerId))!;
  const origins = [...person.own.map(({ key }) => key), ...person.sightingIds];
  const customer = await mongoose.connection.collection('customers').findOne({ _id: customerId as never });
  const found: string[] = [];
  for (const [collection, written] of Object.entries(WRITTEN)) {
    const theirs = { $or: [{ customerId }, { origin: { $in: origins } }] };
    for (const row of await mongoose.connection.collection(collection).find(theirs).toArray()) {
      if ((row[written] as Date) < (customer?.createdAt as Date))
        found.push(`${collection}/${String(row._id)}`);
      if (row.customerId !== customerId)
        found.push(`${collection}/${String(row._id)} is ${String(row.customerId)}'s`);
    }
  }
  return found;
}

test('whatever was under way goes with them, and what they do after they came back is theirs', async () => {
  for (let round = 0; round < 3; round += 1) {
    const { token } = await aMemberWithPhone(suite, 'lin');
    const { memberNo } = (await suite.call('identity.me', {}, token)).body;
    for (let i = 0; i < 3; i += 1) await suite.call('coupons.claim', { templateId }, token);
    await everythingDone(suite);
    const asked = anErasure();
    const tapping = Promise.all(Array.from({ length: 5 }, () => tap(token)));
    const begun = await suite.call('privacy.eraseMe', asked, token);
    await tapping;
    if (begun.code) {
      // An order was faster: that has to end first, and then they ask again.
      expect(begun.code).toBe('ERASURE_BLOCKED');
      await suite.advance(16 * 60);
      await everythingDone(suite);
      expect((await suite.call('privacy.eraseMe', asked, token)).status).toBe(200);
    }
    const coming: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const again = await suite.loginShopper('lin');
      coming.push(again);
      await suite.call('coupons.claim', { templateId }, again);
      await suite.advance(1);
    }
    let certificate = await untilErased(suite, certificateNoOf(asked));
    for (let looks = 0; certificate.state === 'waiting' && looks < 5; looks += 1) {
      await suite.advance(11 * 60);
      await everythingDone(suite);
      certificate = await untilErased(suite, certificateNoOf(asked));
    }
    expect(certificate).toMatchObject({ state: 'done', check: { found: [] } });
    const back = await suite.loginShopper('lin');
    expect((await suite.call('identity.me', {}, back)).body.memberNo).not.toBe(memberNo);
    await suite.advance(61);
    await everythingDone(suite);
    expect(await historyOf(back)).toEqual([]);
    expect(await identity.integrityErrors(suite.ctx())).toEqual([]);
    const mine = (await suite.call('coupons.listMine', {}, back)).body.coupons;
    expect(mine.length).toBeLessThanOrEqual(coming.length);
    const again = anErasure();
    await suite.call('privacy.eraseMe', again, back);
    expect((await untilErased(suite, certificateNoOf(again))).state).toBe('done');
  }
});

test('a guide who opens the chat, and WeCom that tells of the contact, meanwhile make nobody of before', async () => {
  const { customerId, token } = await aMemberWithPhone(suite, 'wang');
  const { external_userid } = (await suite.sandbox.control.people()).shoppers.find(
    ({ id }) => id === 'wang',
  )!;
  await identity.findCustomerByExternalUserid(suite.ctx(), external_userid);
  const before = await identity.findCustomer(suite.ctx(), customerId);
  const asked = anErasure();
  await suite.call('privacy.eraseMe', asked, token);
  for (let i = 0; i < 6; i += 1) {
    await identity.findCustomerByExternalUserid(suite.ctx(), external_userid);
    await suite.advance(2);
  }
  expect(await untilErased(suite, certificateNoOf(asked))).toMatchObject({ state: 'done' });
  const after = await identity.findCustomer(suite.ctx(), customerId);
  expect(after?.memberNo).not.toBe(before?.memberNo);
  expect(await identity.integrityErrors(suite.ctx())).toEqual([]);
});
