import { encrypt, getSignature } from '@wecom/crypto';
import mongoose from 'mongoose';
import { config } from '../../config';
import { now } from '../../kernel/clock';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as identity from './index';
import { linkExternalContact } from './link-contact';
import { aMember, forgetEverybody } from './testing';

let suite: Suite;
let webhook: string;
beforeAll(async () => {
  suite = await startSuite();
  webhook = `${suite.url}/webhooks/wecom`;
  const check = await suite.sandbox.control.configureCallbacks({ wecomCallbackUrl: webhook });
  expect(check).toEqual({ verified: true, explanation: 'ok' });
});
beforeEach(() => forgetEverybody());
afterAll(() => suite.close());

const count = (name: string, filter = {}) => mongoose.connection.collection(name).countDocuments(filter);
const lin = async () => (await suite.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!;
const contactOf = async () =>
  identity.findCustomerByExternalUserid(suite.ctx(), (await lin()).external_userid);

/** Lets the sandbox send, and us work off, what is due. */
async function settle() {
  await suite.sandbox.control.settle();
  await suite.settle();
}

async function linAddsXiaomei(): Promise<void> {
  await suite.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' });
  await settle();
}

function signedQuery(encrypted: string): string {
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const msg_signature = getSignature(config().WECOM_CALLBACK_TOKEN, timestamp, 'N', encrypted);
  return new URLSearchParams({ msg_signature, timestamp, nonce: 'N' }).toString();
}

function anEvent(fields: Record<string, string>): { url: string; body: string } {
  const all = { ToUserName: config().WECOM_CORPID, FromUserName: 'sys', CreateTime: '1700000000', ...fields };
  const plain = Object.entries(all).map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`);
  const encrypted = encrypt(
    config().WECOM_CALLBACK_AES_KEY,
    `<xml>${plain.join('')}</xml>`,
    config().WECOM_CORPID,
  );
  return { url: `${webhook}?${signedQuery(encrypted)}`, body: `<xml><Encrypt>${encrypted}</Encrypt></xml>` };
}

async function post({ url, body }: { url: string; body: string }) {
  const response = await fetch(url, { method: 'POST', body });
  return `${response.status} ${await response.text()}`;
}

describe('a contact', () => {
  test('known from WeCom first is the same customer at login', async () => {
    await linAddsXiaomei();
    expect(await count('customers')).toBe(1);
    const { customer } = await contactOf();
    expect(customer).toMatchObject({ openid: null, unionid: (await lin()).unionid });
    const { customerId } = await aMember(suite, 'lin');
    expect(customerId).toBe(customer?.customerId);
    expect(await count('customers')).toBe(1);
  });

  test('known from the mini-program first is linked when they add a guide', async () => {
    const { customerId } = await aMember(suite, 'lin');
    await linAddsXiaomei();
    const { customer, name, followUserids } = await contactOf();
    expect({ name, followUserids }).toEqual({ name: '林晓', followUserids: ['xiaomei'] });
    expect(customer).toMatchObject({ customerId, openid: (await lin()).openid });
    expect(await count('customers')).toBe(1);
  });

  test('is recognised by asking alone, before any event came', async () => {
    const { customerId } = await aMember(suite, 'lin');
    expect((await contactOf()).customer?.customerId).toBe(customerId);
    expect(await count('identities', { type: 'external_userid', customerId })).toBe(1);
  });

  test('that nobody has is not found, and an outage is called that', async () => {
    const find = (id: string) => identity.findCustomerByExternalUserid(suite.ctx(), id);
    await expect(find('wm000000000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await suite.sandbox.control.faults({ failNext: { path: '/cgi-bin/externalcontact/get', status: 500 } });
    await expect(contactOf()).rejects.toMatchObject({ code: 'PLATFORM_UNAVAILABLE' });
  });

  test('linked twice, by event and by asking, is told once', async () => {
    const { external_userid: externalUserid } = await lin();
    await aMember(suite, 'lin');
    await linkExternalContact(suite.ctx(), { externalUserid });
    await linkExternalContact(suite.ctx(), { externalUserid });
    await contactOf();
    expect(await count('sightings', { source: 'wecom' })).toBe(1);
  });

  test('gone before the job ran leaves nothing behind', async () => {
    await linkExternalContact(suite.ctx(), { externalUserid: 'wm000000000000000000' });
    expect(await count('customers')).toBe(0);
  });
});

describe('the webhook', () => {
  test('takes an event once, however often WeCom sends it', async () => {
    await suite.sandbox.control.faults({ callbacks: { mode: 'duplicate' } });
    await linAddsXiaomei();
    const [notice] = (await suite.sandbox.control.notices()).slice(-1);
    await suite.sandbox.control.redeliver(notice!.id);
    await settle();
    expect(await count('wecom_contact_events')).toBe(1);
    const { statuses } = (await suite.sandbox.control.notices()).at(-1)!;
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await count('customers')).toBe(1);
  });

  test('answers ten copies at once with success and does the work once', async () => {
    const event = {
      Event: 'change_external_contact',
      ChangeType: 'add_half_external_contact',
      UserID: 'xiaomei',
      ExternalUserID: (await lin()).external_userid,
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(anEvent(event))));
    expect(new Set(answers)).toEqual(new Set(['200 success']));
    await suite.settle();
    expect(await count('wecom_contact_events')).toBe(1);
    expect(await count('identities', { type: 'external_userid' })).toBe(1);
  });

  test('remembers the end of a relation and keeps the customer', async () => {
    await linAddsXiaomei();
    await suite.sandbox.control.wecom.dropCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    await settle();
    expect(await count('wecom_contact_events', { changeType: 'del_follow_user' })).toBe(1);
    expect(await count('customers')).toBe(1);
    await expect(contactOf()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await linAddsXiaomei();
  });

  test('says success to events it has no use for', async () => {
    expect(await post(anEvent({ Event: 'enter_agent' }))).toBe('200 success');
    expect(await post(anEvent({ MsgType: 'text', Content: 'hi' }))).toBe('200 success');
    expect(await count('wecom_contact_events')).toBe(0);
  });

  test.each(['bad-signature', 'stale', 'wrong-receiveid', 'tamper'] as const)(
    'refuses a %s callback and changes nothing until the true one comes',
    async (mode) => {
      await suite.sandbox.control.faults({ callbacks: { mode, times: 1 } });
      await suite.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' });
      await settle();
      expect((await suite.sandbox.control.notices()).at(-1)!.statuses).toEqual([401]);
      expect([await count('wecom_contact_events'), await count('customers')]).toEqual([0, 0]);
      await suite.advance(10);
      await settle();
      expect((await suite.sandbox.control.notices()).at(-1)!.statuses).toEqual([401, 200]);
      expect([await count('wecom_contact_events'), await count('customers')]).toEqual([1, 1]);
    },
  );

  test('refuses nonsense without breaking', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "&b;&b;">]><xml><Encrypt>&a;</Encrypt></xml>';
    for (const body of ['', 'x', '<xml>', '{"a":1}', bomb, '\u0000']) {
      expect(await post({ url: `${webhook}?${signedQuery('')}`, body })).toBe('400 refused');
      expect(await post({ url: webhook, body })).toBe('400 refused');
    }
    for (const query of ['', '?echostr=x', `?${signedQuery('x')}&echostr=y`]) {
      const response = await fetch(webhook + query);
      expect([400, 401]).toContain(response.status);
      expect(await response.text()).toBe('refused');
    }
  });
});
