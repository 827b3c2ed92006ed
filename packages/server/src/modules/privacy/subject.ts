import { seal, unseal } from '../../kernel/crypto';
import type { Leaving } from '../../kernel/personal-data';
import * as identity from '../identity';
import type { Person } from '../identity';
import type { ErasureRow } from './erasure.model';
import { orderIdsKept } from './keep.model';

export const sealSubject = (person: Person): string => seal('erasure subject', JSON.stringify(person));

/** Throws once the erasure is done: then nobody knows any more. */
export function openSubject({ sealedSubject }: ErasureRow): Person {
  if (sealedSubject === null) throw new Error('the subject of a finished erasure is not known');
  return JSON.parse(unseal('erasure subject', sealedSubject)) as Person;
}

/** Everything known of both; what was known once stays findable. */
export function joined(one: Person, other: Person): Person {
  const both = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])];
  const own = new Map([...one.own, ...other.own].map((row) => [row.key, row]));
  return {
    customerIds: both(other.customerIds, one.customerIds),
    sightingIds: both(one.sightingIds, other.sightingIds),
    own: [...own.values()].filter(({ key }) => !other.shared.includes(key)),
    shared: both(one.shared, other.shared),
    sharedNumbers: both(one.sharedNumbers, other.sharedNumbers),
    spokeUnder: both(one.spokeUnder, other.spokeUnder),
    memberNos: both(one.memberNos, other.memberNos),
    decisionIds: both(one.decisionIds, other.decisionIds),
  };
}

/** The person as records know them; `before`: what was written later is somebody else's. */
export const leavingOf = async (
  { _id, as }: Pick<ErasureRow, '_id' | 'as'>,
  person: Person,
  before: Date,
): Promise<Leaving> => ({
  as,
  customerIds: person.customerIds,
  origins: [...person.sightingIds, ...person.own.map(({ key }) => key)],
  openids: identity.valuesOf(person, 'mp_openid', 'oa_openid'),
  externalUserids: identity.valuesOf(person, 'external_userid'),
  buyers: identity.valuesOf(person, 'channel_buyer'),
  decisionIds: person.decisionIds,
  orderIds: await orderIdsKept(_id),
  before,
});

/** Shorter ones are found everywhere by chance; their hashes are not. */
const SHORTEST = 8;

/** What the person could be found by, in clear and hashed, wherever it stood. */
export function namesOf(person: Person): string[] {
  const values = person.own.flatMap(({ value }) => [value, ...partsOf(value)]);
  return [
    ...new Set([
      ...person.customerIds,
      ...person.sightingIds,
      ...person.memberNos,
      ...person.own.map(({ key }) => key),
      ...[...values, ...person.sharedNumbers].filter((value) => value.length >= SHORTEST),
    ]),
  ];
}

/** `<company>/<id>` and `<platform>:<id>` are also known by the id alone. */
const partsOf = (value: string): string[] => {
  const at = value.search(/[/:]/);
  return at < 0 ? [] : [value.slice(at + 1)];
};
