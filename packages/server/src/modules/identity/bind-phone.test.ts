import mongoose from 'mongoose';
import * as staff from '../staff';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as identity from './index';
import { resolvePerson } from './resolve-person';
import { aMember, aMemberWithPhone, forgetEverybody } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const LIN = '13800138001';
const collection = (name: string) => mongoose.connection.collection(name);
const phoneCode = async (shopperId: string) => (await suite.sandbox.control.phoneCode(shopperId)).code;
const bind = async (token: string, shopperId: string) =>
  suite.call('identity.bindPhone', { code: await phoneCode(shopperId) }, token);
const importLin = () => identity.importMember(suite.ctx(), { phone: LIN, source: 'pos' });

test('a bound phone is shown masked, kept sealed, and found by its hash', async () => {
  const { token, customerId } = await aMember(suite, 'lin');
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await identity.revealPhone(suite.ctx(), customerId)).toBe(LIN);
  const stored = JSON.stringify([
    await collection('identities').find().toArray(),
    await collection('identity_evidence').find().toArray(),
    await collection('customers').find().toArray(),
    await collection('outbox').find().toArray(),
  ]);
  expect(stored).toContain('v1.');
  expect(stored).not.toContain(LIN);
});

test('binding the same phone again changes nothing', async () => {
  const { token } = await aMemberWithPhone(suite, 'lin');
  const before = await collection('identity_evidence').countDocuments();
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await collection('identity_evidence').countDocuments()).toBe(before);
});

test('a code that is made up, used, old or of somebody else is refused', async () => {
  const { token } = await aMember(suite, 'lin');
  const withCode = (code: string) => suite.call('identity.bindPhone', { code }, token);
  expect((await withCode('made-up')).code).toBe('PHONE_CODE_INVALID');
  expect((await withCode(await phoneCode('wang'))).code).toBe('PHONE_CODE_INVALID');
  const code = await phoneCode('lin');
  await withCode(code);
  expect((await withCode(code)).code).toBe('PHONE_CODE_INVALID');
  const old = await phoneCode('lin');
  await suite.advance(301);
  expect((await withCode(old)).code).toBe('PHONE_CODE_INVALID');
});

test('an outage of WeChat is called that', async () => {
  const { token } = await aMember(suite, 'lin');
  await suite.sandbox.control.faults({
    failNext: { path: '/wxa/business/getuserphonenumber', status: 500 },
  });
  expect((await bind(token, 'lin')).code).toBe('PLATFORM_UNAVAILABLE');
});

test('a member of the tills, known by phone alone, becomes the member who binds it', async () => {
  const imported = await importLin();
  expect(await importLin()).toBe(imported);
  const { token, customerId } = await aMember(suite, 'lin');
  expect(customerId).not.toBe(imported);
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');

  expect(await identity.resolveCustomerId(suite.ctx(), imported)).toBe(customerId);
  expect(await identity.maskedPhone(suite.ctx(), imported)).toBe('138****8001');
  expect(await importLin()).toBe(customerId);
  expect(await collection('identity_evidence').findOne({ kind: 'joined' })).toMatchObject({
    fromCustomerId: imported,
    customerId,
  });
  expect(await collection('customers').countDocuments({ mergedInto: null })).toBe(1);
});

test('numbers in another spelling are not imported, for they would be somebody else', async () => {
  for (const phone of [
    '',
    '138 0013 8001',
    '+86 13800138001',
    '+8613800138001',
    '0086-13800138001',
    '8001',
  ]) {
    const importing = identity.importMember(suite.ctx(), { phone, source: 'pos' });
    await expect(importing).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
});

test('consents do not come along with a join', async () => {
  const imported = await importLin();
  await collection('customers').updateOne(
    { _id: imported as never },
    { $set: { 'consents.marketing': true } },
  );
  const { token, customerId } = await aMember(suite, 'lin');
  await bind(token, 'lin');
  expect(await identity.hasConsent(suite.ctx(), customerId, 'marketing')).toBe(false);
});

test("somebody else's phone is refused, whoever WeChat knows them by", async () => {
  const phone = { type: 'phone' as const, value: LIN };
  const { token } = await aMember(suite, 'lin');
  const other = await resolvePerson(suite.ctx(), { unionid: 'uOther', other: phone, source: 'test' });
  const refused = await bind(token, 'lin');
  expect([refused.status, refused.code]).toEqual([409, 'PHONE_BELONGS_TO_ANOTHER']);
  expect(await identity.revealPhone(suite.ctx(), other)).toBe(LIN);

  await forgetEverybody();
  const again = await aMember(suite, 'lin');
  const byPhone = await importLin();
  await collection('identities').insertOne({
    _id: 'mp_openid:x' as never,
    type: 'mp_openid',
    value: 'oOther',
    customerId: byPhone,
    source: 'test',
    linkedAt: new Date(),
  });
  expect((await bind(again.token, 'lin')).code).toBe('PHONE_BELONGS_TO_ANOTHER');
});

test('changing the phone frees the old one for its next owner', async () => {
  const { token, customerId } = await aMember(suite, 'lin');
  await identity.importMember(suite.ctx(), { phone: '13911112222', source: 'pos' });
  const old = { type: 'phone' as const, value: '13900000000' };
  await collection('identities').deleteMany({ type: 'phone' });
  await resolvePerson(suite.ctx(), {
    unionid: (await identity.findCustomer(suite.ctx(), customerId))!.unionid,
    other: old,
    source: 'test',
  });
  expect((await suite.call('identity.me', {}, token)).body.phoneMasked).toBe('139****0000');
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  const next = await identity.importMember(suite.ctx(), { phone: old.value, source: 'pos' });
  expect(next).not.toBe(customerId);
  expect(await collection('identity_evidence').countDocuments({ customerId, kind: 'retired' })).toBe(1);
});

test('staff who see the whole number leave a row in the audit log', async () => {
  const { customerId } = await aMemberWithPhone(suite, 'lin');
  const asStaff = suite.ctx({ kind: 'staff', id: 'xiaomei' });
  expect(await identity.maskedPhone(asStaff, customerId)).toBe('138****8001');
  expect(await staff.listAudit(suite.ctx(), customerId)).toHaveLength(0);
  expect(await identity.revealPhone(asStaff, customerId)).toBe(LIN);
  expect((await staff.listAudit(suite.ctx(), customerId))[0]).toMatchObject({
    by: 'xiaomei',
    action: 'phone.revealed',
  });
});
