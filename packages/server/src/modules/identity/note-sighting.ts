import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { idOf } from '../../kernel/ids';
import type { EvidenceRules, EvidenceType } from './evidence.rules';
import { findIdentifiers, insertIdentifiers, keyOf, newIdentifier, seeAgain } from './identifier.model';
import type { Identifier, IdentifierRow } from './identifier.model';
import { isKeptPhone } from './phone.rules';
import { currentRules } from './rules.model';
import { createCustomer, resolveAll, settle, tellLinked } from './settle';
import { findSighting, insertSighting } from './sighting.model';
import type { ShownRow, SightingRow } from './sighting.model';

export type Shown = Identifier & {
  /** The platform or a text message proved just then that it is theirs. */
  verified?: boolean;
};
export type Seen = {
  source: string;
  /** Names what it was seen on (a receipt, a row of a file): the same ref is the same sighting. */
  ref?: string;
  /** When it happened; now, when it is left out. */
  at?: Date;
  /** What was shown together, by one person; records hang on the first of them. */
  shown: readonly [Shown, ...Shown[]];
};
/** A customer, and what their record hangs on: it goes where that goes when customers turn out to be one, or two. */
export type Owner = { customerId: string; origin: string };

/** `isNew` false: the same was seen before, and nothing was written. */
export type Noted = Owner & { sightingId: string; isNew: boolean };

const DAY_MS = 24 * 3600_000;
/** The same seen again within this time says nothing new, and nothing is written. */
const AGAIN_AFTER_DAYS = 30;
const MUCH_SEEN = 200;
const MOST_ROUNDS = 8;

/**
 * One transaction. Who loses a race for an identifier meets its unique id and looks again, and then finds what the winner made;
 * nothing of the loser's stays behind.
 */
export async function settlingRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await inTransaction(work);
    } catch (error) {
      if (!isDuplicateKey(error) || round === MOST_ROUNDS) throw error;
    }
  }
}

/**
 * The customer of what was seen: one of the known ones, or somebody new. What was seen before costs one indexed read and writes
 * nothing. Refuses: INVALID_INPUT (a phone that is not as `normalPhone` writes it).
 */
export async function noteSighting(ctx: Ctx, seen: Seen): Promise<Noted> {
  const wrong = seen.shown.find(({ type, value }) => type === 'phone' && !isKeptPhone(value));
  if (wrong) throw new AppError('INVALID_INPUT', { problem: 'phone' });
  const row = rowOf(ctx, seen);
  const known = await findSighting(row._id);
  const sighting = known ?? (await settlingRaces(() => write(ctx, row, seen.shown)));
  const owner = { customerId: sighting.customerId, origin: originOf(row) };
  return { ...owner, sightingId: row._id, isNew: known === null };
}

/** As it will be written; its id follows from what it is of. */
export function rowOf(ctx: Ctx, { source, ref, at = ctx.now, shown }: Seen): SightingRow {
  const rows = shown.map(({ type, value, verified = false }): ShownRow => {
    return { key: keyOf({ type, value }), type, verified };
  });
  const period = Math.floor(at.getTime() / (AGAIN_AFTER_DAYS * DAY_MS));
  const what = rows.map(({ key, verified }) => `${key}${verified ? '!' : ''}`).sort();
  const _id = idOf(`sighting\n${source}\n${ref === undefined ? [period, ...what].join('\n') : `ref ${ref}`}`);
  return { _id, source, ref: ref ?? null, at, recordedAt: ctx.now, shown: rows, customerId: _id };
}

const OWN: readonly EvidenceType[] = [
  'unionid',
  'mp_openid',
  'oa_openid',
  'external_userid',
  'member_no',
  'pos_card',
  'channel_buyer',
];
/** What only one person can have carries its records along; of anything else the sighting itself does. */
function originOf({ _id, shown: [first] }: SightingRow): string {
  return first && OWN.includes(first.type) ? first.key : _id;
}

async function write(ctx: Ctx, row: SightingRow, shown: readonly Shown[]): Promise<SightingRow> {
  const again = await findSighting(row._id);
  if (again) return again;
  const rules = await currentRules();
  const known = await findIdentifiers(row.shown.map(({ key }) => key));
  // Read anew in each attempt: whoever lost a race was written down later, and names nobody anew.
  const recordedAt = new Date(Math.max(ctx.now.getTime(), now().getTime()));
  const sighting = { ...row, recordedAt, ...expiryOf(row, rules) };
  if (known.length === 0) return writeFirst(ctx, sighting, { shown, rules });
  const owner = ownerOfMuchSeen(row, known, rules);
  const missing = shown.filter((one) => !known.some(({ _id }) => _id === keyOf(one)));
  await insertSighting({ ...sighting, customerId: owner ?? row._id });
  await insertIdentifiers(missing.map((one) => newIdentifier(one, row.at, null)));
  await seeAgain(
    known.map(({ _id }) => _id),
    row.at,
  );
  if (owner !== null) return { ...sighting, customerId: owner };
  await settle(
    ctx,
    row.shown.map(({ key }) => key),
    { why: 'seen', sightingId: row._id },
  );
  return (await findSighting(row._id)) ?? row;
}

type First = { shown: readonly Shown[]; rules: EvidenceRules };

/** Nobody has shown any of it before: a customer of their own, without a look at others. */
async function writeFirst(ctx: Ctx, row: SightingRow, { shown, rules }: First): Promise<SightingRow> {
  const fresh = shown.map((one) => newIdentifier(one, row.at, null));
  const neighbours = {
    sightings: new Map([[row._id, row]]),
    identifiers: new Map(fresh.map((one) => [one._id, one])),
  };
  const { customerOfKey } = resolveAll(neighbours, rules, ctx.now);
  const identifiers = fresh.map((one) => ({ ...one, customerId: customerOfKey.get(one._id) ?? null }));
  await insertSighting(row);
  await insertIdentifiers(identifiers);
  await createCustomer(ctx, row._id);
  for (const one of identifiers) if (one.customerId !== null) await tellLinked(ctx, one.customerId, one);
  return row;
}

/**
 * A hint (a number typed at the till) at what hundreds of receipts show: it goes to whoever has it, and cannot change who that is.
 * Everything else is worked out from all the evidence around.
 */
function ownerOfMuchSeen(row: SightingRow, known: IdentifierRow[], { types }: EvidenceRules): string | null {
  const counts = row.shown.filter(({ type, verified }) => {
    const { strength, verified: whenVerified } = types[type];
    return (verified ? whenVerified : strength) !== 'never';
  });
  const [only, more] = counts;
  const isHint = only && !more && !only.verified && types[only.type].strength === 'weak';
  const owned = isHint ? known.find(({ _id }) => _id === only.key) : undefined;
  return owned && owned.sightings > MUCH_SEEN && !owned.isShared ? owned.customerId : null;
}

/** The first evidence that runs out, so that somebody looks again then. */
export function expiryOf({ at, shown }: SightingRow, { types }: EvidenceRules): { expiresAt?: Date } {
  const days = shown.flatMap(({ type }) => types[type].expiresDays ?? []);
  return days.length === 0 ? {} : { expiresAt: new Date(at.getTime() + Math.min(...days) * DAY_MS) };
}
