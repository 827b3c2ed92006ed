import type { Ctx } from '../../kernel/context';
import { findRows } from './customer.model';
import { ownersNow } from './follow-origins';
import { neighbourhoodOf } from './neighbourhood';
import { currentRules } from './rules.model';
import { resolveAll } from './settle';
import { sightingsAfter } from './sighting.model';
import type { SightingRow } from './sighting.model';

const AT_ONCE = 300;

/**
 * Whatever is stored of who the customers are and does not follow from the evidence; empty when all does. For checks after load or
 * faults: it works everything out anew.
 */
export async function integrityErrors(ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  for (let after = ''; ;) {
    const rows = await sightingsAfter(after, AT_ONCE);
    const last = rows.at(-1);
    if (!last) return [...new Set(errors)];
    errors.push(...(await errorsOf(ctx, rows)));
    after = last._id;
  }
}

async function errorsOf(ctx: Ctx, rows: readonly SightingRow[]): Promise<string[]> {
  const rules = await currentRules();
  const keys = rows.flatMap((row) => row.shown.map(({ key }) => key));
  const neighbours = await neighbourhoodOf(keys, rules);
  const { customerOf, customerOfKey, quarantined } = resolveAll(neighbours, rules, ctx.now);
  const errors: string[] = [];
  for (const { _id, customerId } of rows) {
    const right = customerOf.get(_id);
    // Shows nothing that ties it to anybody: its own.
    if (customerId !== (right ?? _id)) errors.push(`sighting ${_id} is ${customerId}'s and not ${right}'s`);
  }
  for (const { _id, customerId, isShared } of neighbours.identifiers.values()) {
    const right = customerOfKey.get(_id) ?? null;
    if (customerId !== right) errors.push(`identifier ${_id} is ${customerId}'s and not ${right}'s`);
    if (isShared !== quarantined.has(_id)) errors.push(`identifier ${_id} is taken for shared: ${isShared}`);
  }
  const owners = [...new Set(rows.map(({ customerId }) => customerId))];
  const known = new Set((await findRows(owners)).map(({ _id }) => _id));
  for (const id of owners) if (!known.has(id)) errors.push(`customer ${id} has sightings and no row`);
  return errors;
}

/** Records that belong to somebody else than whoever their origin is now; what hangs on nobody is left out. */
export async function misplaced<T extends { customerId: string; origin: string }>(
  _ctx: Ctx,
  records: readonly T[],
): Promise<T[]> {
  const owners = await ownersNow([...new Set(records.map(({ origin }) => origin))]);
  return records.filter(({ origin, customerId }) => (owners.get(origin) ?? customerId) !== customerId);
}
