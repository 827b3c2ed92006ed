import { randomUUID } from 'node:crypto';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { ERASE_CONFIRM_TEXT } from '@omni/shared/contracts/privacy';
import mongoose from 'mongoose';
import { openSession } from '../../kernel/sessions';
import type { Suite } from '../../testing';
import { anApply, anOrderOf, pack } from '../aftersale/testing';
import { NEAR, anOffer, openMarket } from '../channels/testing';
import type { Market } from '../channels/testing';
import { aTemplate } from '../coupons/testing';
import * as identity from '../identity';
import { aMemberWithPhone } from '../identity/testing';
import { aDelivery, aPaidOrder, aPlace, everythingDone, place } from '../orders/testing';
import * as staff from '../staff';
import type { StaffRole } from '../staff';

export type Certificate = Reply<Contracts['privacy.showErasure']>;
export type Town = Market & { guide: string; templateId: string };

/** A market with a guide and a campaign. */
export async function openTown(suite: Suite): Promise<Town> {
  const market = await openMarket(suite);
  const budget = { campaign: 'SPRING', totalFen: 10_000_00, perCustomerFen: 500_00 };
  const { templateId } = await aTemplate(suite.ctx(), { budget, perPersonLimit: 5 });
  return { ...market, guide: await aStaff(suite, market, 'guide', 'xiaomei'), templateId };
}

/** Somebody who works in the first store, logged in. */
export async function aStaff(
  suite: Suite,
  { storeId }: Pick<Market, 'storeId'>,
  ...[role, userid = `the-${role}`]: [StaffRole, string?]
): Promise<string> {
  const stores = [{ storeId, name: '静安寺店' }];
  await staff.saveStaff(suite.ctx(), { userid, name: `小${role}`, role, stores });
  return openSession({ kind: 'staff', id: userid }, 3600);
}

type Sandboxed = Awaited<ReturnType<Suite['sandbox']['control']['people']>>['shoppers'][number];
type Call = <T = unknown>(name: string, input: unknown) => Promise<T>;
/** A shopper of the sandbox with everything a person can leave behind. */
export type Rich = {
  id: string;
  token: string;
  customerId: string;
  person: Sandboxed;
  /** Everything they are known by, in clear. */
  known: string[];
  orders: Record<'collected' | 'sent' | 'cancelled' | 'refunded' | 'elsewhere', string>;
  bookingId: string;
  call: Call;
};
type Asker = Pick<Rich, 'id' | 'token' | 'person' | 'call'>;

/** Does what succeeds; a refusal is a mistake of the test. */
const caller =
  (suite: Suite, token: string): Call =>
  async <T>(name: string, input: unknown): Promise<T> => {
    const { body, code } = await suite.callRaw(name, input, token);
    if (code) throw new Error(`${name} refused ${code}: ${JSON.stringify(body)}`);
    return body as T;
  };

/** Everything is over in the end: nothing keeps them from leaving. */
export async function aRichPerson(suite: Suite, town: Town, id: string): Promise<Rich> {
  const person = (await suite.sandbox.control.people()).shoppers.find((one) => one.id === id);
  if (!person) throw new Error(`no shopper ${id}`);
  const { token, customerId } = await aMemberWithPhone(suite, id);
  const asker = { id, token, person, call: caller(suite, token) };
  for (const purpose of ['profiling', 'marketing'])
    await asker.call('identity.setConsent', { purpose, granted: true });
  const seen = await seenElsewhere(suite, town, { ...asker, customerId });
  const device = await browse(suite, town, asker);
  await spokenTo(suite, town, { ...asker, customerId });
  const orders = await bought(suite, town, asker);
  const bookingId = await booked(suite, town, asker);
  await asker.call('identity.setConsent', { purpose: 'marketing', granted: false });
  await everythingDone(suite);
  await suite.advance(61);
  await everythingDone(suite);
  const found = await identity.findCustomer(suite.ctx(), customerId);
  const { openid, unionid, phone, external_userid } = person;
  const known = [openid, unionid, phone, external_userid, customerId, found?.memberNo ?? '', device, ...seen];
  return { ...asker, customerId, orders, bookingId, known };
}

export const buyerOf = (id: string): string => `_000buyer-${id}-at-douyin`;

/** In an old file, at another platform (an operator vouches for that), and beside somebody else. */
async function seenElsewhere(
  suite: Suite,
  { operator }: Town,
  { id, person, customerId }: Asker & { customerId: string },
): Promise<string[]> {
  const see = (source: string, ...shown: [identity.Shown, ...identity.Shown[]]) =>
    identity.noteSighting(suite.ctx(), { source, ref: `${source} row of ${id}`, shown });
  const number = { type: 'phone' as const, value: person.phone };
  const [card, email] = [`OLDCARD-${id}-0077`, `${id}@example.com`];
  const verified = { ...number, verified: true };
  await see('import', { type: 'pos_card', value: card }, { type: 'email', value: email }, verified);
  await see('channel.pos', { type: 'member_no', value: `OTHER-PERSON-${id}` }, number);
  const buyer = await see('channel.douyin', { type: 'channel_buyer', value: `douyin:${buyerOf(id)}` });
  const reason = `${person.name} 带着订单来店确认`;
  const join = { customerId, otherCustomerId: buyer.customerId, reason, requestId: randomUUID() };
  await caller(suite, operator)('identity.join', join);
  return [card, email, buyerOf(id)];
}

async function browse(suite: Suite, { storeId }: Town, { call }: Asker): Promise<string> {
  const deviceId = `device-${randomUUID()}`;
  const at = suite.ctx().now.toISOString();
  const event = { eventId: randomUUID(), type: 'store.scanned', at, storeId };
  await call('audience.track', { events: [event], deviceId });
  return deviceId;
}

/** A fitting that is still to come, with everything about the body. */
async function booked(suite: Suite, { storeId, skuId }: Town, { call, person }: Asker): Promise<string> {
  const { days } = (await suite.call('bookings.slots', { storeId })).body;
  const { bookingId } = await call<{ bookingId: string }>('bookings.book', {
    requestId: randomUUID(),
    storeId,
    slot: days.at(-1)?.slots.at(-1)?.slot,
    items: [{ skuId }],
    heightCm: 171,
    usualSize: 'M',
    remark: `${person.name}，${person.phone}`,
  });
  return bookingId;
}

/** The guide opens the chat and writes; head office looks who it is, and at the phone. */
async function spokenTo(
  suite: Suite,
  { guide, operator, storeId }: Town,
  { person, customerId }: Asker & { customerId: string },
): Promise<void> {
  const externalUserid = person.external_userid;
  const asGuide = caller(suite, guide);
  const asOperator = caller(suite, operator);
  await asGuide('guides.getCustomer', { externalUserid });
  await asGuide('guides.suggestScripts', { externalUserid, storeId });
  const text = `${person.name}您好，${person.phone} 是您的号码吗？`;
  const sent = { requestId: randomUUID(), externalUserid, scriptId: 'arrival-x', text };
  await asGuide('guides.recordScriptSent', sent);
  await asOperator('identity.showGraph', { customerId });
  await asOperator('identity.revealPhone', { customerId, reason: `${person.name} 来电核对` });
}

async function bought(suite: Suite, town: Town, asker: Asker): Promise<Rich['orders']> {
  const { call, token } = asker;
  for (let i = 0; i < 3; i += 1) await call('coupons.claim', { templateId: town.templateId });
  const collected = await collectedByFriend(suite, town, asker);
  await returned(suite, town, { ...asker, orderId: collected });
  const sent = await sentHome(suite, town, asker);
  const cancelled = await place(suite, token, aPlace(town));
  await call('orders.cancel', { orderId: cancelled.orderId });
  const refunded = await aPaidOrder(suite, asker, aPlace(town));
  await call('orders.refund', { orderId: refunded.orderId, reason: '不想要了' });
  await everythingDone(suite);
  const elsewhere = await soldAtDouyin(suite, town, asker);
  return { collected, sent, cancelled: cancelled.orderId, refunded: refunded.orderId, elsewhere };
}

/** Two pieces with a coupon and a remark; a friend fetched them. */
async function collectedByFriend(suite: Suite, town: Town, asker: Asker): Promise<string> {
  const { orderId } = await anOrderOf(suite, asker, {
    shop: town,
    lines: [{ skuId: town.skuId, quantity: 2 }],
    payableFen: 220_00,
    coupon: 'auto',
    remark: `给${asker.person.name}的，${asker.person.phone}`,
  });
  await pack(suite, town.clerk, orderId);
  const { qrText } = await asker.call<{ qrText: string }>('pickup.shareCode', { orderId });
  await caller(suite, town.clerk)('pickup.redeem', { storeId: town.storeId, code: qrText });
  await everythingDone(suite);
  return orderId;
}

async function returned(suite: Suite, town: Town, of: Asker & { orderId: string }): Promise<void> {
  const apply = anApply(of.orderId, { note: `请联系 ${of.person.name} ${of.person.phone}` });
  const { caseNo } = await of.call<{ caseNo: string }>('aftersale.apply', apply);
  const back = { storeId: town.storeId, caseNo, condition: 'sellable' };
  await caller(suite, town.clerk)('aftersale.receiveReturn', back);
  await everythingDone(suite);
}

const homeOf = ({ name, phone }: Sandboxed) => ({
  name,
  phone,
  region: '上海市静安区',
  street: '南京西路 1 号 2 室',
});

async function ship(suite: Suite, { operator }: Town, orderId: string): Promise<void> {
  const asOperator = caller(suite, operator);
  await asOperator('pickup.accept', { orderId });
  await asOperator('pickup.ship', { orderId, company: 'SF', number: `SF${orderId.slice(0, 10)}` });
  await everythingDone(suite);
}

async function sentHome(suite: Suite, town: Town, asker: Asker): Promise<string> {
  const address = { ...homeOf(asker.person), point: { latitude: 31.2301, longitude: 121.4501 } };
  const { orderId } = await aPaidOrder(suite, asker, aDelivery(town, { address }));
  await ship(suite, town, orderId);
  await asker.call('orders.confirmReceipt', { orderId });
  return orderId;
}

/** They were asked whether they would rather collect it, and would not. */
async function soldAtDouyin(suite: Suite, town: Town, { id, person, call }: Asker): Promise<string> {
  const receiver = { ...homeOf(person), point: NEAR };
  const { foreign, token } = await anOffer(suite, { openId: buyerOf(id), receiver });
  await call('channels.answerOffer', { token, answer: 'decline' });
  await everythingDone(suite);
  const row = await mongoose.connection.collection('channel_orders').findOne({ foreignId: foreign.orderId });
  const orderId = String(row?.orderId);
  await ship(suite, town, orderId);
  await call('orders.confirmReceipt', { orderId });
  return orderId;
}

type EraseMe = { requestId: string; confirm: typeof ERASE_CONFIRM_TEXT };
export const anErasure = (requestId: string = randomUUID()): EraseMe => ({
  requestId,
  confirm: ERASE_CONFIRM_TEXT,
});
export const certificateNoOf = ({ requestId }: { requestId: string }): string =>
  requestId.replaceAll('-', '');

export const show = async (suite: Suite, certificateNo: string): Promise<Certificate> =>
  (await suite.call('privacy.showErasure', { certificateNo })).body;

/** Lets jobs run and time pass until the erasure is done, or waits for something else than time. */
export async function untilErased(suite: Suite, certificateNo: string): Promise<Certificate> {
  for (let looks = 0; looks < 40; looks += 1) {
    await suite.settle();
    const certificate = await show(suite, certificateNo);
    if (certificate.state !== 'running') return certificate;
    await suite.advance(6);
  }
  return show(suite, certificateNo);
}

/** Every document of the database as text, by `<collection>/<id>`. */
export async function wholeDatabase(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const { name } of await mongoose.connection.listCollections())
    for (const document of await mongoose.connection.collection(name).find().toArray())
      all.set(`${name}/${String(document._id)}`, JSON.stringify(document));
  return all;
}
