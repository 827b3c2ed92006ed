import type { Ctx } from '../../kernel/context';
import { findIdentifiers } from './identifier.model';
import { findSightings } from './sighting.model';

const MOST_LOOKS = 20;

/** Whose each of these is now; an origin nobody owns (a number found to be shared) is left out. */
export async function ownersNow(origins: readonly string[]): Promise<Map<string, string>> {
  const [keys, ids] = [origins.filter(isKey), origins.filter((origin) => !isKey(origin))];
  const owners = new Map<string, string>();
  for (const { _id, customerId } of await findIdentifiers(keys)) if (customerId) owners.set(_id, customerId);
  for (const { _id, customerId } of ids.length > 0 ? await findSightings(ids) : [])
    owners.set(_id, customerId);
  return owners;
}
const isKey = (origin: string): boolean => origin.includes(':');

const byCustomer = (owners: Map<string, string>): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const [origin, customerId] of owners)
    groups.set(customerId, [...(groups.get(customerId) ?? []), origin]);
  return groups;
};
const sameOwners = (a: Map<string, string>, b: Map<string, string>): boolean =>
  a.size === b.size && [...a].every(([origin, customerId]) => b.get(origin) === customerId);

/**
 * Gives what hangs on origins to whoever they are of now. News of moves may come in any order and at once: whoever wrote looks
 * again, and writes again until what was written is still true, so that the last one to write has written the truth.
 */
export async function followOrigins(
  _ctx: Ctx,
  origins: readonly string[],
  give: (customerId: string, origins: string[]) => Promise<void>,
): Promise<void> {
  let owners = await ownersNow(origins);
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    for (const [customerId, theirs] of byCustomer(owners)) await give(customerId, theirs);
    const then = await ownersNow(origins);
    if (sameOwners(owners, then)) return;
    owners = then;
  }
  throw new Error('customers change faster than their records can follow');
}
