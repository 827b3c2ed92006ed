import type { Ctx } from '../../kernel/context';
import { closeSessionsOf } from '../../kernel/sessions';
import { findRow, findRows } from './customer.model';
import { decisionsNaming, firstCreatedOf, isShownByOthers } from './erase.model';
import type { EvidenceType } from './evidence.rules';
import { resolveCustomerId } from './find-customer';
import { findIdentifiers, identifiersOf, isSealed, readValue } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { sightingsOf } from './sighting.model';

/** Everything by which one customer can be named, in clear. */
export type Person = {
  /** Every id under which they were ever kept, today's first. */
  customerIds: string[];
  sightingIds: string[];
  /** What names them and nobody else. */
  own: { key: string; type: EvidenceType; value: string }[];
  /** What others were seen with as well (a shared number): it stays with those. */
  shared: string[];
  /** Numbers and addresses among those that are theirs now, in clear: the key stays, the number may stand nowhere. */
  sharedNumbers: string[];
  /** Those of all these that are theirs now: under these they spoke and are logged in. */
  spokeUnder: string[];
  memberNos: string[];
  /** Decisions of operators that concern them. */
  decisionIds: string[];
};

/** null: nobody has that id, or they left. */
export async function personOf(ctx: Ctx, customerId: string): Promise<Person | null> {
  const row = await findRow(await resolveCustomerId(ctx, customerId));
  if (!row) return null;
  const sightings = await sightingsOf([row._id]);
  const sightingIds = sightings.map(({ _id }) => _id);
  const customers = [row, ...(await findRows(sightingIds)).filter(({ _id }) => _id !== row._id)];
  const customerIds = customers.map(({ _id }) => _id);
  const owned = (await identifiersOf(row._id)).map(({ _id }) => _id);
  const seen = sightings.flatMap(({ shown }) => shown.map(({ key }) => key));
  const own: Person['own'] = [];
  const shared: IdentifierRow[] = [];
  for (const one of await findIdentifiers([...new Set([...owned, ...seen])])) {
    if (await isShownByOthers(one._id, row._id)) shared.push(one);
    else own.push({ key: one._id, type: one.type, value: readValue(one) });
  }
  const numbers = shared.filter(({ type, customerId: whose }) => isSealed(type) && whose === row._id);
  return {
    customerIds,
    sightingIds,
    own,
    shared: shared.map(({ _id }) => _id),
    sharedNumbers: numbers.map(readValue),
    spokeUnder: owned,
    memberNos: customers.map(({ memberNo }) => memberNo),
    decisionIds: (await decisionsNaming(customerIds)).map(({ _id }) => _id),
  };
}

export const valuesOf = ({ own }: Person, ...types: EvidenceType[]): string[] =>
  own.filter(({ type }) => types.includes(type)).map(({ value }) => value);

/** The numbers a customer is known by, as they are. */
export async function phonesOf(ctx: Ctx, customerId: string): Promise<string[]> {
  const rows = await identifiersOf(await resolveCustomerId(ctx, customerId));
  return rows.filter(({ type }) => type === 'phone').map(readValue);
}

/** All devices of this person are logged out. */
export async function endSessions(_ctx: Ctx, { spokeUnder }: Person): Promise<void> {
  for (const id of spokeUnder) if (id.startsWith('mp_openid:')) await closeSessionsOf({ kind: 'member', id });
}

/**
 * When whoever left came back as somebody new, with an identifier of before; null: they did not. The same WeChat has the same
 * identifiers, and even the same ids, so that only time tells the records of the two apart.
 */
export async function returnedAt(_ctx: Ctx, { own, customerIds }: Person): Promise<Date | null> {
  const owners = (await findIdentifiers(own.map(({ key }) => key))).flatMap(
    ({ customerId }) => customerId ?? [],
  );
  return firstCreatedOf([...owners, ...customerIds]);
}
