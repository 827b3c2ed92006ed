import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aMember, aPaidOrder, aPlace, everythingDone, openShop, place } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as staff from '../staff';

let suite: Suite;
let shop: Shop;
let head: string;
let clerk: string;
let lin: { id: string; token: string };
beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  [head, clerk] = [await suite.loginStaff('yunying'), await suite.loginStaff('laozhou')];
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
});
afterAll(() => suite.close());

const company = {
  kind: 'company' as const,
  title: '森屿科技有限公司',
  taxNumber: '9135 0100 M000100Y43',
  email: 'fapiao@example.com',
};
const personal = { kind: 'personal' as const, title: '林晓', email: 'lin@example.com' };
const anOrder = async () => (await aPaidOrder(suite, lin, aPlace(shop))).orderId;
const ask = (orderId: string, title: object = company, by: { requestId?: string; token?: string } = {}) =>
  suite.callRaw(
    'invoices.request',
    { requestId: by.requestId ?? randomUUID(), orderId, title },
    by.token ?? lin.token,
  ) as Promise<{
    status: number;
    code: string | undefined;
    body: Record<string, never>;
  }>;
const look = async (orderId: string) => (await suite.call('invoices.get', { orderId }, lin.token)).body;
let numbers = 10_000_000;
const issue = (orderId: string, given: object = {}, token = head) =>
  suite.callRaw(
    'invoices.markIssued',
    { orderId, amountFen: 120_00, number: String((numbers += 1)), url: 'https://fp.example.com/1', ...given },
    token,
  ) as Promise<{ status: number; code: string | undefined; body: Record<string, never> }>;
const refuse = (orderId: string, reason = '抬头有误', token = head) =>
  suite.call('invoices.refuse', { orderId, reason }, token);
const giveBack = (orderId: string) =>
  suite.callRaw('orders.refund', { orderId, reason: '不想要了' }, lin.token);

describe('a request', () => {
  it('is for what was paid, is changed until it is issued, and its title is remembered', async () => {
    const orderId = await anOrder();
    expect(await look(orderId)).toMatchObject({ invoice: null, amountFen: 120_00, closedText: null });
    expect((await ask(orderId)).body).toMatchObject({ state: 'requested', amountFen: 120_00 });
    expect((await ask(orderId, personal)).body).toMatchObject({ title: { kind: 'personal', taxNumber: '' } });
    expect((await ask(orderId)).body).toMatchObject({ title: { taxNumber: '91350100M000100Y43' } });
    expect((await issue(orderId)).body).toMatchObject({ state: 'issued' });
    const now = await look(orderId);
    expect(now).toMatchObject({ closedText: '发票已开具，不能再修改', titles: [{ title: company.title }] });
    expect(now.invoice?.issued).toMatchObject({ amountFen: 120_00, url: 'https://fp.example.com/1' });
    expect((await ask(orderId, personal)).code).toBe('INVOICE_ISSUED');
    const stored = JSON.stringify(await mongoose.connection.collection('invoices').find().toArray());
    expect(stored).not.toMatch(/森屿科技|91350100|fapiao@/);
  });

  it('is one, however often and at once it is sent; a late repetition changes nothing', async () => {
    const orderId = await anOrder();
    const first = randomUUID();
    await Promise.all(Array.from({ length: 6 }, () => ask(orderId, company, { requestId: first })));
    await ask(orderId, personal);
    expect((await ask(orderId, company, { requestId: first })).body).toMatchObject({
      title: { kind: 'personal' },
    });
    expect(await mongoose.connection.collection('invoices').countDocuments({ _id: orderId as never })).toBe(
      1,
    );
  });

  it('is refused for a wrong tax number, an unpaid order, and an order of others', async () => {
    const orderId = await anOrder();
    expect((await ask(orderId, { ...company, taxNumber: '91350100M000100Y44' })).code).toBe(
      'INVOICE_TAX_NUMBER_WRONG',
    );
    expect((await ask(orderId, { ...company, email: 'nowhere' })).code).toBe('INVALID_INPUT');
    const member = await aMember(suite);
    const unpaid = await place(suite, member.token, aPlace(shop));
    expect((await ask(unpaid.orderId, company, { token: member.token })).code).toBe('INVOICE_NOT_ALLOWED');
    expect((await ask(orderId, company, { token: member.token })).code).toBe('NOT_FOUND');
    expect((await suite.call('invoices.get', { orderId }, member.token)).code).toBe('NOT_FOUND');
  });
});

describe('head office', () => {
  it('sees what waits, the oldest first, with everything to issue it; nobody else does', async () => {
    const [one, other] = [await anOrder(), await anOrder()];
    await ask(one);
    await suite.advance(1);
    await ask(other, personal);
    const { body } = await suite.call('invoices.queue', { limit: 100 }, head);
    const waiting = body.items.map(({ orderId }) => orderId);
    expect(waiting.indexOf(one)).toBeLessThan(waiting.indexOf(other));
    expect(body.items.find(({ orderId }) => orderId === one)).toMatchObject({
      title: { ...company, taxNumber: '91350100M000100Y43' },
      mustCorrect: false,
    });
    const page = await suite.call('invoices.queue', { limit: 1 }, head);
    expect(page.body.nextCursor).not.toBeNull();
    const next = { limit: 1, cursor: page.body.nextCursor ?? '' };
    expect((await suite.call('invoices.queue', next, head)).body.items[0]?.orderId).not.toBe(
      page.body.items[0]?.orderId,
    );
    expect((await suite.call('invoices.queue', {}, clerk)).code).toBe('FORBIDDEN');
    expect((await issue(one, {}, clerk)).code).toBe('FORBIDDEN');
    expect((await refuse(one, '理由', clerk)).code).toBe('FORBIDDEN');
  });

  it('refuses with a reason that the customer reads, who asks again', async () => {
    const orderId = await anOrder();
    await ask(orderId);
    expect((await refuse(orderId)).body).toMatchObject({ state: 'refused', refusedReason: '抬头有误' });
    expect((await refuse(orderId)).body.state).toBe('refused');
    expect((await refuse(orderId, '别的理由')).code).toBe('INVOICE_STATE_CONFLICT');
    expect((await issue(orderId)).code).toBe('INVOICE_STATE_CONFLICT');
    await everythingDone(suite);
    const { items } = (await suite.call('messages.list', {}, lin.token)).body;
    expect(items[0]).toMatchObject({ title: '发票未能开具', opens: { page: 'invoice', id: orderId } });
    expect((await ask(orderId)).body).toMatchObject({ state: 'requested', refusedReason: null });
  });

  it('issues once: the same number again is the same answer, another is too late', async () => {
    const orderId = await anOrder();
    await ask(orderId);
    const number = '26312000000000000001';
    const answers = await Promise.all(Array.from({ length: 5 }, () => issue(orderId, { number })));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await issue(orderId, { number })).body).toMatchObject({ issued: { number } });
    expect((await issue(orderId)).code).toBe('INVOICE_STATE_CONFLICT');
    expect((await issue('a'.repeat(20))).code).toBe('NOT_FOUND');
    expect((await refuse('a'.repeat(20))).code).toBe('NOT_FOUND');
    expect((await issue(orderId, { url: 'http://plain.example.com' })).code).toBe('INVALID_INPUT');
  });
});

describe('a refund', () => {
  it('annuls what was only asked for', async () => {
    const orderId = await anOrder();
    await ask(orderId);
    await giveBack(orderId);
    expect((await issue(orderId)).code).toBe('INVOICE_STATE_CONFLICT');
    await everythingDone(suite);
    expect((await look(orderId)).invoice).toMatchObject({ state: 'annulled', amountFen: 0 });
    expect((await ask(orderId)).code).toBe('INVOICE_NOT_ALLOWED');
    expect((await issue(orderId)).code).toBe('INVOICE_STATE_CONFLICT');
  });

  it('makes an issued one wait until it was reversed', async () => {
    const orderId = await anOrder();
    await ask(orderId);
    await issue(orderId);
    await giveBack(orderId);
    await everythingDone(suite);
    const { body } = await suite.call('invoices.queue', { limit: 100 }, head);
    expect(body.items.find((one) => one.orderId === orderId)).toMatchObject({
      mustCorrect: true,
      amountFen: 0,
    });
    expect((await issue(orderId)).code).toBe('INVOICE_AMOUNT_CHANGED');
    expect((await issue(orderId, { amountFen: 0 })).body).toMatchObject({
      state: 'annulled',
      mustCorrect: false,
    });
  });

  it('that nobody could follow, because the request was still being written, holds up no issue', async () => {
    const orderId = await anOrder();
    await ask(orderId);
    const rows = mongoose.connection.collection('invoices');
    await rows.updateOne({ _id: orderId as never }, { $set: { amountFen: 150_00 } });
    expect((await issue(orderId)).body).toMatchObject({ state: 'issued', amountFen: 120_00 });
  });

  it.each([1, 2, 3, 4])('and an issue at once end in the truth (round %i)', async (round) => {
    const orderId = await anOrder();
    await ask(orderId);
    const work = [() => giveBack(orderId), () => issue(orderId), () => refuse(orderId)];
    await Promise.all((round % 2 === 0 ? work : [...work].reverse()).map((one) => one()));
    await everythingDone(suite);
    const { invoice } = await look(orderId);
    const row = await mongoose.connection.collection('invoices').findOne({ _id: orderId as never });
    expect(invoice?.amountFen).toBe(0);
    expect(row?.mustCorrect).toBe(row?.state === 'issued');
    expect(['annulled', 'issued', 'refused']).toContain(row?.state);
  });
});
