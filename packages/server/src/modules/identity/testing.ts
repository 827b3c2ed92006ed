import mongoose from 'mongoose';
import type { Ctx } from '../../kernel/context';
import type { Suite } from '../../testing';
import { readSession } from '../../kernel/sessions';
import { findIdentifier } from './identifier.model';
import { noteSighting } from './note-sighting';
import type { Shown } from './note-sighting';

export type LoggedIn = { token: string; customerId: string };

/** A sandbox shopper who logged in to the mini-program. */
export async function aMember(suite: Suite, shopperId: string): Promise<LoggedIn> {
  const token = await suite.loginShopper(shopperId);
  return { token, customerId: await customerOfToken(token) };
}

/** Whoever is behind this session now. */
export async function customerOfToken(token: string): Promise<string> {
  const holder = await readSession(token);
  const row = holder && (await findIdentifier(holder.id));
  if (!row?.customerId) throw new Error('the session is nobody’s');
  return row.customerId;
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
  'sightings',
  'identity_changes',
  'identity_decisions',
  'identity_rules',
  'consent_ledger',
  'wecom_contact_events',
  'outbox',
];

/** As if nobody had ever come: the people of the sandbox stay, what we know of them goes. */
export async function forgetEverybody(): Promise<void> {
  for (const name of COLLECTIONS) await mongoose.connection.collection(name).deleteMany({});
}

/** The customer of what is shown together, in a test. */
export const seeing = async (ctx: Ctx, ...shown: [Shown, ...Shown[]]): Promise<string> =>
  (await noteSighting(ctx, { source: 'test', shown })).customerId;
