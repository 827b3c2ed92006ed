import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as identity from './index';
import { readPhoneOf } from './find-customer';
import { aMember, aMemberWithPhone, customerOfToken, forgetEverybody, seeing } from './testing';

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
const phone = (value: string) => ({ type: 'phone' as const, value });
/** A till notes the number that somebody said. */
const importLin = () => seeing(suite.ctx(), phone(LIN));

test('a bound phone is shown masked, kept sealed, and found by its hash', async () => {
  const { token, customerId } = await aMember(suite, 'lin');
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await readPhoneOf(suite.ctx(), customerId)).toBe(LIN);
  const stored = JSON.stringify([
    await collection('identities').find().toArray(),
    await collection('sightings').find().toArray(),
    await collection('customers').find().toArray(),
    await collection('outbox').find().toArray(),
  ]);
  expect(stored).toContain('v1.');
  expect(stored).not.toContain(LIN);
});

test('binding the same phone again changes nothing', async () => {
  const { token } = await aMemberWithPhone(suite, 'lin');
  const before = await collection('sightings').countDocuments();
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await collection('sightings').countDocuments()).toBe(before);
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
  const { token, customerId: before } = await aMember(suite, 'lin');
  expect(before).not.toBe(imported);
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  const customerId = await customerOfToken(token);

  for (const old of [imported, before])
    expect(await identity.resolveCustomerId(suite.ctx(), old)).toBe(customerId);
  expect(await identity.maskedPhone(suite.ctx(), imported)).toBe('138****8001');
  expect(await importLin()).toBe(customerId);
  const owners = await collection('sightings').distinct('customerId');
  expect(owners).toEqual([customerId]);
});

test('numbers in another spelling are not noted, for they would be somebody else', async () => {
  for (const value of ['', '138 0013 8001', '+86 13800138001', '+8613800138001', '0086-13800138001', '8001'])
    await expect(seeing(suite.ctx(), phone(value))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('whoever verified a number last has it; what the former owner did stays theirs', async () => {
  const union = { type: 'unionid' as const, value: 'uOther' };
  const other = await seeing(suite.ctx(), union, { ...phone(LIN), verified: true });
  await suite.advance(60);
  const { token, customerId } = await aMember(suite, 'lin');
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await readPhoneOf(suite.ctx(), customerId)).toBe(LIN);
  expect(await readPhoneOf(suite.ctx(), other)).toBeNull();
  expect(await identity.resolveCustomerId(suite.ctx(), other)).toBe(other);
});

test('a number that three people verified within a year is nobody’s: the third is told, and nothing is lost', async () => {
  for (const value of ['uOne', 'uTwo'])
    await seeing(suite.ctx(), { type: 'unionid', value }, { ...phone(LIN), verified: true });
  const { token } = await aMember(suite, 'lin');
  const refused = await bind(token, 'lin');
  expect([refused.status, refused.code]).toEqual([409, 'PHONE_SHARED']);
  expect(await collection('identities').findOne({ type: 'phone' })).toMatchObject({
    isShared: true,
    customerId: null,
    sightings: 3,
  });
  expect(await collection('sightings').distinct('customerId')).toHaveLength(3);
});

test('a member who binds another phone shows that one; the old one is still a way to find them', async () => {
  const { token, customerId } = await aMember(suite, 'lin');
  const { unionid } = (await identity.findCustomer(suite.ctx(), customerId))!;
  const old = { ...phone('13900000000'), verified: true };
  await seeing(suite.ctx(), { type: 'unionid', value: unionid! }, old);
  expect((await suite.call('identity.me', {}, token)).body.phoneMasked).toBe('139****0000');
  await suite.advance(60);
  expect((await bind(token, 'lin')).body.phoneMasked).toBe('138****8001');
  expect(await seeing(suite.ctx(), phone(old.value))).toBe(customerId);
});
