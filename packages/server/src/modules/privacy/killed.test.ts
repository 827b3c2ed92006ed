import { randomUUID } from 'node:crypto';
import { erasedId } from '@omni/shared/erased';
import mongoose from 'mongoose';
import { lookupHash } from '../../kernel/crypto';
import { openSession } from '../../kernel/sessions';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aTemplate } from '../coupons/testing';
import * as identity from '../identity';
import { aMember, aPlace, everythingDone, openShop, place } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { insertErasure } from './erasure.model';
import { erase, resumeErasures, runErasure } from './run-erasure';
import { sealSubject } from './subject';
import { show, untilErased, wholeDatabase } from './testing';

/** An erasure dies after any of its writes, runs twice at once, or both: it ends the same. */
let suite: Suite;
let shop: Shop;
let templateId: string;
beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  ({ templateId } = await aTemplate(suite.ctx(), { totalLimit: 10_000, perPersonLimit: 5 }));
});
afterAll(() => suite.close());

const YEARS_LATER_MS = 5 * 365 * 24 * 3600_000;

/** Somebody with two orders, two coupons, browsing and consents; and their erasure, which nobody has begun with yet. */
async function anUnbegunErasure() {
  const { customerId, token } = await aMember(suite);
  for (const granted of [true, false, true])
    await suite.call('identity.setConsent', { purpose: 'profiling', granted }, token);
  for (let i = 0; i < 2; i += 1) {
    await suite.call('coupons.claim', { templateId }, token);
    const { orderId } = await place(suite, token, aPlace(shop));
    await suite.call('orders.cancel', { orderId }, token);
    const at = suite.ctx().now.toISOString();
    const event = { eventId: randomUUID(), type: 'store.scanned' as const, at, storeId: shop.storeId };
    await suite.call('audience.track', { events: [event] }, token);
  }
  await everythingDone(suite);
  const person = (await identity.personOf(suite.ctx(), customerId))!;
  const certificateNo = randomUUID().replaceAll('-', '');
  const { now } = suite.ctx();
  await insertErasure({
    _id: certificateNo,
    as: erasedId(certificateNo.slice(0, 20)),
    ...{ step: 'prepare', state: 'running', askedBy: 'member', askedAt: now },
    // Nobody takes it up by themselves.
    ...{ cutAt: null, finishedAt: null, nextAt: new Date(now.getTime() + YEARS_LATER_MS) },
    ...{ waitingFor: [], effects: {}, check: null, failedChecks: 0, gone: {} },
    ...{ subjectHash: lookupHash('erasure', customerId), sealedSubject: sealSubject(person) },
  });
  const names = [customerId, ...person.memberNos, ...person.own.flatMap(({ key, value }) => [key, value])];
  const openid = identity.valuesOf(person, 'mp_openid')[0]!;
  return { certificateNo, customerId, openid, token, names };
}

/** Goes on for so many writes, then dies. Answers whether it came to an end before. */
async function goOn(certificateNo: string, writes: number): Promise<boolean> {
  const run = erase(suite.ctx(), certificateNo);
  for (let i = 0; i < writes; i += 1) if ((await run.next()).done) return true;
  return false;
}

const EXPECTED = {
  customers: [1, 0],
  identities: [1, 0],
  sightings: [1, 0],
  consent_ledger: [0, 3],
  orders: [0, 2],
  coupons: [0, 2],
  touches: [8, 0],
  messages: [2, 0],
};

async function expectTheSame(certificateNo: string, names: string[]): Promise<void> {
  const certificate = await untilErased(suite, certificateNo);
  expect(certificate).toMatchObject({ state: 'done', check: { found: [] } });
  const counts = Object.fromEntries(
    certificate.collections.map(({ name, deleted, kept }) => [name, [deleted, kept]]),
  );
  expect(counts).toEqual(EXPECTED);
  const keeps = Object.fromEntries(certificate.keeps.map(({ because, count }) => [because, count]));
  expect(keeps).toEqual({ late_money: 2, consent_proof: 3, campaign_count: 2 });
  const left = [...(await wholeDatabase())].filter(([, text]) => names.some((name) => text.includes(name)));
  expect(left).toEqual([]);
}

test('cut after each of its writes, and taken up by the job', async () => {
  const cut: Awaited<ReturnType<typeof anUnbegunErasure>>[] = [];
  let isOver = false;
  for (let writes = 1; !isOver; writes += 1) {
    const one = await anUnbegunErasure();
    cut.push(one);
    isOver = await goOn(one.certificateNo, writes);
  }
  expect(cut.length).toBeGreaterThan(4);
  for (const { certificateNo } of cut) await runErasure(suite.ctx(), { certificateNo });
  for (const { certificateNo, names } of cut) await expectTheSame(certificateNo, names);
});

test('cut again and again, after every single write', async () => {
  const { certificateNo, names } = await anUnbegunErasure();
  for (let i = 0; i < 30; i += 1) {
    await goOn(certificateNo, 1);
    await suite.advance(2);
  }
  await runErasure(suite.ctx(), { certificateNo });
  await expectTheSame(certificateNo, names);
});

test('run four times at once', async () => {
  for (let i = 0; i < 2; i += 1) {
    const { certificateNo, names } = await anUnbegunErasure();
    await Promise.all(Array.from({ length: 4 }, () => runErasure(suite.ctx(), { certificateNo })));
    await expectTheSame(certificateNo, names);
  }
});

test('one whose job was lost is taken up by the worker', async () => {
  const { certificateNo, names } = await anUnbegunErasure();
  await goOn(certificateNo, 2);
  const nextAt = new Date(suite.ctx().now.getTime() - 121_000);
  await mongoose.connection
    .collection('erasures')
    .updateOne({ _id: certificateNo as never }, { $set: { nextAt } });
  await resumeErasures(suite.ctx());
  await expectTheSame(certificateNo, names);
});

test('an order that comes in between has to end first; then it goes on by itself', async () => {
  const { certificateNo, token, names } = await anUnbegunErasure();
  const { orderId } = await place(suite, token, aPlace(shop));
  await runErasure(suite.ctx(), { certificateNo });
  expect(await show(suite, certificateNo)).toMatchObject({ state: 'waiting', waitingFor: ['订单'] });
  expect((await suite.call('orders.cancel', { orderId }, token)).code).toBe('LOGIN_REQUIRED');
  for (let i = 0; i < 4; i += 1) {
    await suite.advance(11 * 60);
    await everythingDone(suite);
  }
  const certificate = await untilErased(suite, certificateNo);
  expect(certificate).toMatchObject({ state: 'done', waitingFor: [], check: { found: [] } });
  expect(certificate.collections.find(({ name }) => name === 'orders')).toMatchObject({ kept: 3 });
  expect(
    [...(await wholeDatabase())].filter(([, text]) => names.some((name) => text.includes(name))),
  ).toEqual([]);
});

test('whoever comes back in the middle of it keeps what is theirs, and what was under way does not become theirs', async () => {
  const { certificateNo, customerId, openid } = await anUnbegunErasure();
  const { origin, ...old } = (await mongoose.connection.collection('coupons').findOne({ customerId }))!;
  // Nobody is this person from here on.
  expect(await goOn(certificateNo, 30)).toBe(true);
  const cutAt = suite.ctx().now;
  await suite.advance(2);
  const shown = [{ type: 'mp_openid', value: openid }] as const;
  const back = await identity.noteSighting(suite.ctx(), { source: 'test', shown });
  expect(back).toMatchObject({ customerId, origin });
  const token = await openSession({ kind: 'member', id: back.origin }, 3600);
  await suite.call('coupons.claim', { templateId }, token);
  const { orderId } = await place(suite, token, aPlace(shop));
  await everythingDone(suite);
  // Began before and was written after.
  const late = { _id: 'late', slot: 'late', issuedAt: new Date(cutAt.getTime() - 50), customerId, origin };
  await mongoose.connection.collection('coupons').insertOne({ ...old, ...late } as never);
  await suite.advance(10);
  await runErasure(suite.ctx(), { certificateNo });
  const certificate = await untilErased(suite, certificateNo);
  expect(certificate).toMatchObject({ state: 'done', check: { found: [] } });
  expect(certificate.check?.newcomer).toBeGreaterThan(3);
  expect(certificate.collections.find(({ name }) => name === 'coupons')).toMatchObject({ kept: 3 });
  const mine = (await suite.call('coupons.listMine', {}, token)).body.coupons;
  expect(mine.map(({ couponId }) => couponId)).not.toContain('late');
  expect(mine).toHaveLength(1);
  const { items } = (await suite.call('orders.list', {}, token)).body;
  expect(items.map((order) => [order.orderId, order.status])).toEqual([[orderId, 'pending_payment']]);
  const touches = await mongoose.connection.collection('touches').find({ customerId }).toArray();
  expect(touches.map(({ kind }) => String(kind)).sort()).toEqual(['coupon', 'order']);
});

test('a worker that slept through the end of somebody does not take who came back for them', async () => {
  const { certificateNo, openid } = await anUnbegunErasure();
  const asleep = erase(suite.ctx(), certificateNo);
  for (let writes = 0; writes < 2; writes += 1) await asleep.next();
  await goOn(certificateNo, 30);
  await suite.advance(1);
  const shown = [{ type: 'mp_openid', value: openid }] as const;
  const { origin } = await identity.noteSighting(suite.ctx(), { source: 'test', shown });
  const token = await openSession({ kind: 'member', id: origin }, 3600);
  await suite.call('coupons.claim', { templateId }, token);
  for (let awake = await asleep.next(); !awake.done;) awake = await asleep.next();
  expect((await suite.call('coupons.listMine', {}, token)).body.coupons).toMatchObject([
    { status: 'usable' },
  ]);
  expect((await suite.call('identity.me', {}, token)).status).toBe(200);
});

test('what the search finds is gone over again, and told to people when it stays', async () => {
  const { certificateNo, names } = await anUnbegunErasure();
  const stray = mongoose.connection.collection<{ _id: string; by: string }>('strays');
  await stray.insertOne({ _id: 'stray', by: names[0]! });
  await runErasure(suite.ctx(), { certificateNo });
  for (let i = 0; i < 4; i += 1) {
    await suite.advance(65);
    await untilErased(suite, certificateNo);
  }
  expect(await show(suite, certificateNo)).toMatchObject({
    state: 'incomplete',
    finishedAt: null,
    check: { found: [{ name: 'strays', documents: 1 }] },
  });
  await stray.deleteOne({ _id: 'stray' });
  await suite.advance(3601);
  await suite.settle();
  for (let i = 0; i < 3; i += 1) {
    await suite.advance(6);
    await suite.settle();
  }
  await expectTheSame(certificateNo, names);
});

test('a finished one that is run again changes nothing', async () => {
  const { certificateNo, names } = await anUnbegunErasure();
  await runErasure(suite.ctx(), { certificateNo });
  await expectTheSame(certificateNo, names);
  const certificate = await show(suite, certificateNo);
  await runErasure(suite.ctx(), { certificateNo });
  await suite.settle();
  expect(await show(suite, certificateNo)).toEqual(certificate);
});
