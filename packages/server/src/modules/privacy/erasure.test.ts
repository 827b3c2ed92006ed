import { randomUUID } from 'node:crypto';
import { invariants } from '../../invariants';
import { redis } from '../../kernel/redis';
import { readSession } from '../../kernel/sessions';
import { yearsAfter } from '../../kernel/personal-data';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as identity from '../identity';
import { aMember, customerOfToken } from '../identity/testing';
import { aPlace, everythingDone, place } from '../orders/testing';
import { deleteKept } from './delete-kept';
import {
  aRichPerson,
  aStaff,
  anErasure,
  certificateNoOf,
  openTown,
  untilErased,
  wholeDatabase,
} from './testing';
import type { Certificate, Rich, Town } from './testing';

/** 林 leaves, 王 stays. Both have left everything behind that a person can. */
let suite: Suite;
let town: Town;
let lin: Rich;
let wang: Rich;
let names: { lin: string[]; wang: string[] };
let before: Map<string, string>;
let after: Map<string, string>;
let certificate: Certificate;

beforeAll(async () => {
  suite = await startSuite();
  town = await openTown(suite);
  lin = await aRichPerson(suite, town, 'lin');
  wang = await aRichPerson(suite, town, 'wang');
  names = { lin: await namesOf(lin), wang: await namesOf(wang) };
  before = await wholeDatabase();
  const asked = anErasure();
  const begun = await suite.call('privacy.eraseMe', asked, lin.token);
  expect(begun.body).toEqual({ certificateNo: certificateNoOf(asked), state: 'running' });
  certificate = await untilErased(suite, certificateNoOf(asked));
  after = await wholeDatabase();
});
afterAll(() => suite.close());

/** Everything a document could name somebody by: what they are called in clear, and every id and hash we made of it. */
async function namesOf({ known, customerId }: Rich): Promise<string[]> {
  const person = await identity.personOf(suite.ctx(), customerId);
  if (!person) throw new Error('nobody');
  const { customerIds, sightingIds, own, memberNos } = person;
  return [...new Set([...known, ...customerIds, ...sightingIds, ...memberNos, ...own.map(({ key }) => key)])];
}

const naming = (all: Map<string, string>, of: string[]): string[] =>
  [...all].filter(([, text]) => of.some((name) => text.includes(name))).map(([id]) => id);
const collectionsOf = (ids: string[]): string[] =>
  [...new Set(ids.map((id) => id.split('/')[0] ?? ''))].sort();

test('before, the person stands in every corner of the database', () => {
  expect(collectionsOf(naming(before, names.lin))).toEqual(
    expect.arrayContaining([
      ...[
        'aftersale_cases',
        'assignments',
        'audit_log',
        'channel_orders',
        'consent_ledger',
        'coupon_budgets',
      ],
      ...[
        'coupons',
        'customers',
        'fitting_bookings',
        'fitting_guards',
        'identities',
        'identity_changes',
        'identity_decisions',
        'orders',
        'payments',
      ],
      ...['messages', 'pickup_offers', 'pickup_tasks', 'sent_scripts', 'sightings', 'touches'],
    ]),
  );
});

test('afterwards no document of any collection has any of their names in it', () => {
  expect(certificate.state).toBe('done');
  expect(naming(after, names.lin)).toEqual([]);
  expect(naming(after, [lin.person.name])).toEqual([]);
});

test('nor has any key or queue of Redis', async () => {
  const { options } = redis();
  const keys = (await redis().keys('*')).map((key) => key.replace(options.keyPrefix ?? '', ''));
  expect(keys.length).toBeGreaterThan(0);
  // Counters of requests go by themselves within a minute.
  expect(
    keys.filter((key) => !key.startsWith('rate:') && names.lin.some((name) => key.includes(name))),
  ).toEqual([]);
  const queues = await redis().call('KEYS', '{*');
  for (const key of queues as string[]) {
    if ((await redis().call('TYPE', key)) !== 'hash') continue;
    const text = JSON.stringify(await redis().call('HGETALL', key));
    expect(names.lin.filter((name) => text.includes(name))).toEqual([]);
  }
});

test('what others have is as it was, to the byte', () => {
  const theirs = naming(before, names.wang);
  expect(collectionsOf(theirs).length).toBeGreaterThan(12);
  for (const id of theirs) expect([id, after.get(id)]).toEqual([id, before.get(id)]);
  const mine = new Set(naming(before, names.lin));
  const foreign = naming(before, [lin.orders.elsewhere]).find((id) => id.startsWith('channel_orders/'));
  const ofOrders = [...Object.values(lin.orders), lin.bookingId, foreign?.split('/').at(-1) ?? ''];
  // Work that goes on by itself.
  const meanwhile = ['outbox', 'done_deliveries', 'erasures', 'erasure_keeps', 'audit_log', 'stocks'];
  for (const [id, text] of before) {
    const isMine = mine.has(id) || ofOrders.some((orderId) => text.includes(orderId));
    if (!isMine && !meanwhile.includes(id.split('/')[0] ?? ''))
      expect([id, after.get(id)]).toEqual([id, text]);
  }
});

test('somebody else who was seen with the same number keeps what was seen', () => {
  const other = [...before].find(
    ([id, text]) => id.startsWith('sightings/') && text.includes('import row of wang'),
  );
  expect(other).toBeDefined();
  const seenWith = [...after].filter(
    ([id, text]) => id.startsWith('sightings/') && text.includes('channel.pos row of lin'),
  );
  expect(seenWith).toHaveLength(1);
  expect(certificate.collections.find(({ name }) => name === 'identities')).toMatchObject({
    kept: 1,
    why: expect.stringContaining('其他顾客'),
  });
});

test('the certificate says of every collection what was done, and why something stays, and names nobody', async () => {
  const counts = Object.fromEntries(
    certificate.collections.map(({ name, deleted, kept }) => [name, [deleted, kept]]),
  );
  const had = (collection: string, is: (text: string) => boolean = () => true) =>
    naming(before, names.lin).filter((id) => id.startsWith(`${collection}/`) && is(before.get(id) ?? ''))
      .length;
  expect(counts).toMatchObject({
    touches: [had('touches'), 0],
    messages: [had('messages'), 0],
    sent_scripts: [1, 0],
    sightings: [
      had('sightings', (text) => !text.includes('row of lin","at') || !text.includes('channel.pos')),
      0,
    ],
    orders: [0, 5],
    payments: [0, 3],
    refunds: [0, 2],
    aftersale_cases: [0, 1],
    coupons: [0, 3],
    consent_ledger: [0, 3],
    pickup_passes: [1, 0],
  });
  for (const { kept, why } of certificate.collections) expect(why === null).toBe(kept === 0);
  const keeps = Object.fromEntries(certificate.keeps.map(({ because, count }) => [because, count]));
  expect(keeps).toEqual({ transaction: 4, late_money: 1, consent_proof: 3, campaign_count: 2 });
  expect(certificate.keeps.find(({ because }) => because === 'transaction')?.reason).toContain('第三十一条');
  expect(certificate.check).toMatchObject({ found: [], newcomer: 0 });
  expect(certificate.check?.documents).toBeGreaterThan(100);
  const text = JSON.stringify(certificate);
  for (const name of [...names.lin, lin.person.name, ...Object.values(lin.orders)])
    expect(text).not.toContain(name);
  const anybody = await suite.call('privacy.showErasure', { certificateNo: certificate.certificateNo });
  expect(anybody.body).toEqual(certificate);
});

test('what is kept can be reconciled, and is nobody’s', async () => {
  const rows = [...after].filter(([, text]) => text.includes('"erased:'));
  expect(collectionsOf(rows.map(([id]) => id))).toEqual(
    expect.arrayContaining(['orders', 'payments', 'aftersale_cases', 'consent_ledger', 'coupons']),
  );
  for (const id of Object.values(lin.orders)) {
    const order = JSON.parse(after.get(`orders/${id}`) ?? '{}') as Record<string, unknown>;
    expect(order).toMatchObject({ sealedAddress: null, point: null, remark: null });
    expect(order.customerId).toMatch(/^erased:[0-9a-z]{20}$/);
    expect(order.origin).toBe(order.customerId);
  }
  const payment = JSON.parse(after.get(`payments/${lin.orders.sent}`) ?? '{}') as Record<string, unknown>;
  const old = JSON.parse(before.get(`payments/${lin.orders.sent}`) ?? '{}') as Record<string, unknown>;
  expect(payment).toEqual({ ...old, customerId: payment.customerId, openid: payment.customerId });
  await everythingDone(suite);
  expect(await invariants(suite.ctx())).toEqual([]);
});

test('staff find nothing of it any more: not in the queue, the cases, the chat, nor by number', async () => {
  const { storeId, clerk, operator, guide } = town;
  const manager = await aStaff(suite, town, 'manager');
  const mine = Object.values(lin.orders);
  for (const token of [clerk, manager]) {
    const queue = await suite.call('pickup.listQueue', { storeId, limit: 50 }, token);
    expect(queue.body.items.filter(({ orderId }) => mine.includes(orderId))).toEqual([]);
    const cases = await suite.call('aftersale.listForStaff', { storeId, limit: 50 }, token);
    expect(cases.body.items.map(({ orderId }) => orderId)).toEqual([wang.orders.collected]);
  }
  const caseId =
    naming(before, names.lin)
      .find((id) => id.startsWith('aftersale_cases/'))
      ?.split('/')[1] ?? '';
  expect(await suite.call('aftersale.getForStaff', { caseId }, operator)).toMatchObject({
    code: 'NOT_FOUND',
  });
  for (const orderId of mine) {
    expect(await suite.call('routing.explain', { orderId }, operator)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await suite.call('pickup.accept', { orderId }, operator)).toMatchObject({ code: 'NOT_FOUND' });
  }
  const looked = await suite.call('identity.findCustomers', { query: lin.person.phone }, operator);
  expect(JSON.stringify(looked.body)).not.toContain(lin.customerId);
  const chat = { externalUserid: lin.person.external_userid };
  const profile = await suite.call('guides.getCustomer', chat, guide);
  expect(profile.body).toMatchObject({
    known: false,
    phoneMasked: null,
    orders: [],
    coupons: [],
    browsing: [],
  });
  const timeline = await suite.call('guides.listTimeline', chat, guide);
  // That somebody opened this chat is all that is known by now.
  expect(timeline.body.items.map(({ kind }) => kind)).toEqual(
    expect.not.arrayContaining(['order', 'script']),
  );
});

describe('the person', () => {
  test('is logged out everywhere', async () => {
    expect(await readSession(lin.token)).toBeNull();
    expect(await suite.call('identity.me', {}, lin.token)).toMatchObject({ code: 'LOGIN_REQUIRED' });
  });

  test('who logs in afterwards is somebody new without history, and stays so', async () => {
    const { token } = await aMember(suite, 'lin');
    const me = await suite.call('identity.me', {}, token);
    expect(me.body).toMatchObject({ phoneMasked: null, consents: { profiling: false, marketing: false } });
    expect(names.lin).not.toContain(me.body.memberNo);
    const customerId = await customerOfToken(token);
    expect((await suite.call('orders.list', {}, token)).body.items).toEqual([]);
    expect((await suite.call('coupons.listMine', {}, token)).body.coupons).toEqual([]);
    expect((await suite.call('aftersale.list', {}, token)).body.items).toEqual([]);
    expect((await suite.call('privacy.listConsents', {}, token)).body.items).toEqual([]);
    for (const orderId of Object.values(lin.orders))
      expect(await suite.call('orders.get', { orderId }, token)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await suite.call('coupons.claim', { templateId: town.templateId }, token)).status).toBe(200);
    await place(suite, token, aPlace(town));
    await everythingDone(suite);
    expect(await customerOfToken(token)).toBe(customerId);
    expect((await suite.call('orders.list', {}, token)).body.items).toHaveLength(1);
  });

  test('an old command sent again does not open the order of before', async () => {
    const [requestId, token] = [randomUUID(), wang.token];
    const first = await place(suite, token, aPlace(town, { requestId }));
    await suite.call('orders.cancel', { orderId: first.orderId }, token);
    await everythingDone(suite);
    const asked = anErasure();
    await suite.call('privacy.eraseMe', asked, token);
    expect(await untilErased(suite, certificateNoOf(asked))).toMatchObject({ state: 'done' });
    const back = await aMember(suite, 'wang');
    const again = await suite.call('orders.place', aPlace(town, { requestId }), back.token);
    expect(again).toMatchObject({ code: 'REQUEST_REUSED' });
  });
});

test('when its time is over, what was kept goes with all that hangs on it', async () => {
  const ctx = suite.ctx();
  const at = (years: number) => ({ ...ctx, now: yearsAfter(ctx.now, years) });
  const kept = async (): Promise<string[]> =>
    collectionsOf(
      [...(await wholeDatabase())].filter(([, text]) => text.includes('"erased:')).map(([id]) => id),
    );
  await deleteKept(at(2));
  expect(await kept()).toEqual(expect.arrayContaining(['orders', 'payments', 'consent_ledger']));
  await deleteKept(at(4));
  // The log of what staff did, and the certificates themselves.
  expect(await kept()).toEqual(['audit_log', 'erasures']);
  const now = await wholeDatabase();
  for (const orderId of Object.values(lin.orders))
    for (const collection of ['orders', 'payments', 'pickup_tasks', 'assignments'])
      expect(now.has(`${collection}/${orderId}`)).toBe(false);
  const { body } = await suite.call('privacy.showErasure', { certificateNo: certificate.certificateNo });
  expect(body.keeps.map(({ because, count, gone }) => [because, count, gone]).sort()).toEqual([
    ['campaign_count', 0, 2],
    ['consent_proof', 0, 3],
    ['late_money', 0, 1],
    ['transaction', 0, 4],
  ]);
});
