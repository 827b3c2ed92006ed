import type { Ctx } from '../../kernel/context';
import { effect, yearsAfter } from '../../kernel/personal-data';
import type { Effect, Kept } from '../../kernel/personal-data';
import {
  changesNaming,
  decisionsNaming,
  deleteChanges,
  deleteCustomers,
  deleteDecisions,
  forgetCauses,
  letGo,
  renameWords,
  rewriteChange,
  rewriteDecision,
  wordsUnder,
} from './erase.model';
import { deleteIdentifiers } from './identifier.model';
import { personOf } from './person';
import type { Person } from './person';
import { settle } from './settle';
import { deleteSightings, sightingsOf } from './sighting.model';

/** Whoever is asked to prove a consent, or its absence, may be asked for three years: PIPL art. 69, Civil Code art. 188. */
const PROOF_YEARS = 3;
const GONE_REASON = '当事人之一已注销，理由已移除';

/**
 * Nothing of who this person was is left: sightings, identifiers, ids, changes, decisions. What others were seen with as well stays
 * with them, and whose it is follows from their evidence alone. The words of consent stay as proof, under `as`. Whoever logs in
 * with the same WeChat afterwards is somebody new. Joins the caller's transaction; two that concern one identifier cannot miss each
 * other. null: more is known of them than `known` says; nothing was done.
 */
export async function erasePerson(ctx: Ctx, known: Person, as: string): Promise<Effect[] | null> {
  const now = await personOf(ctx, known.customerIds[0] ?? '');
  if (!now) return [];
  if (!covers(known, now)) return null;
  const consents = await keepProof(ctx, now, as);
  const sightings = await forgetSightings(now);
  const customers = await deleteCustomers(now.customerIds);
  const effects = [
    ...effect('sightings', { deleted: sightings }),
    ...(await forgetIdentifiers(now)),
    ...effect('customers', { deleted: customers }),
    ...consents,
    ...(await forgetDecisions(now, as)),
    ...(await forgetChanges(now, as)),
  ];
  if (now.shared.length > 0) await settle(ctx, now.shared, { why: 'erased' });
  return effects;
}

const within = (part: readonly string[], whole: readonly string[]): boolean => {
  const all = new Set(whole);
  return part.every((one) => all.has(one));
};
const covers = (known: Person, now: Person): boolean =>
  within(now.customerIds, known.customerIds) &&
  within(now.sightingIds, known.sightingIds) &&
  within(now.memberNos, known.memberNos) &&
  within(now.decisionIds, known.decisionIds) &&
  within(
    now.own.map(({ key }) => key),
    known.own.map(({ key }) => key),
  );

async function forgetSightings({ customerIds, shared }: Person): Promise<number> {
  const [customerId = ''] = customerIds;
  const rows = await sightingsOf([customerId]);
  for (const key of shared) {
    const fewer = rows.filter(({ shown }) => shown.some((one) => one.key === key)).length;
    await letGo(key, { customerId, fewer });
  }
  return deleteSightings(customerId);
}

/** Numbers others show as well are counted as kept: they are data of those. */
async function forgetIdentifiers({ own, shared }: Person): Promise<Effect[]> {
  const deleted = await deleteIdentifiers(own.map(({ key }) => key));
  return effect('identities', { deleted, kept: shared.length });
}

async function keepProof(ctx: Ctx, { own, spokeUnder }: Person, as: string): Promise<Effect[]> {
  const words = await wordsUnder([...own.map(({ key }) => key), ...spokeUnder]);
  await renameWords(
    words.map(({ _id }) => _id),
    as,
  );
  const until = yearsAfter(ctx.now, PROOF_YEARS);
  const keeps = words.map(({ _id }): Kept => ({ kind: 'consent', id: _id, because: 'consent_proof', until }));
  return effect('consent_ledger', { kept: words.length, keeps });
}

type Naming = { _id: string; customerIds: string[] };
/** Those that concern this person alone, and the others without them. */
function apart<R extends Naming>(rows: readonly R[], { customerIds }: Person): { alone: R[]; others: R[] } {
  const mine = new Set(customerIds);
  const alone = rows.filter((row) => row.customerIds.every((id) => mine.has(id)));
  return { alone, others: rows.filter((row) => !alone.includes(row)) };
}
const renamed = (ids: readonly string[], { customerIds }: Person, as: string): string[] =>
  ids.map((id) => (customerIds.includes(id) ? as : id));

async function forgetDecisions(person: Person, as: string): Promise<Effect[]> {
  const { alone, others } = apart(await decisionsNaming(person.customerIds), person);
  await deleteDecisions(alone.map(({ _id }) => _id));
  for (const { _id, customerIds, sightingId } of others) {
    const seen = sightingId !== null && person.sightingIds.includes(sightingId) ? as : sightingId;
    const set = { customerIds: renamed(customerIds, person, as), sightingId: seen, reason: GONE_REASON };
    await rewriteDecision(_id, set);
  }
  return effect('identity_decisions', { deleted: alone.length, kept: others.length });
}

async function forgetChanges(person: Person, as: string): Promise<Effect[]> {
  const { alone, others } = apart(await changesNaming(person.customerIds), person);
  await deleteChanges(alone.map(({ _id }) => _id));
  for (const { _id, customerIds } of others)
    await rewriteChange(_id, { customerIds: renamed(customerIds, person, as) });
  await forgetCauses(person.sightingIds, as);
  return effect('identity_changes', { deleted: alone.length, kept: others.length });
}
