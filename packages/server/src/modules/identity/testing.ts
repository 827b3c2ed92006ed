import mongoose from 'mongoose';
import type { Suite } from '../../testing';
import { readSession } from '../../kernel/sessions';

export type LoggedIn = { token: string; customerId: string };

/** A sandbox shopper who logged in to the mini-program. */
export async function aMember(suite: Suite, shopperId: string): Promise<LoggedIn> {
  const token = await suite.loginShopper(shopperId);
  const holder = await readSession(token);
  if (!holder) throw new Error('the login gave no session');
  return { token, customerId: holder.id };
}

/** A sandbox shopper who also bound the phone WeChat verified. */
export async function aMemberWithPhone(suite: Suite, shopperId: string): Promise<LoggedIn> {
  const member = await aMember(suite, shopperId);
  const { code } = await suite.sandbox.control.phoneCode(shopperId);
  const bound = await suite.call('identity.bindPhone', { code }, member.token);
  if (bound.status !== 200) throw new Error(`binding the phone failed: ${bound.code}`);
  return member;
}

const COLLECTIONS = [
  'customers',
  'identities',
  'identity_evidence',
  'consent_ledger',
  'wecom_contact_events',
  'outbox',
];

/** As if nobody had ever come: the people of the sandbox stay, what we know of them goes. */
export async function forgetEverybody(): Promise<void> {
  for (const name of COLLECTIONS) await mongoose.connection.collection(name).deleteMany({});
}
