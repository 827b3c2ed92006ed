import { randomInt } from 'node:crypto';
import type { Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import { later, publish } from '../../kernel/outbox';
import { insertChange } from './change.model';
import type { ChangeCause } from './change.model';
import { consentsOf } from './consent.model';
import { foldConsents } from './consent.rules';
import { findRows, insertCustomers, setConsents, touchCustomers } from './customer.model';
import { customerLinked, recordsMoved } from './events';
import type { EvidenceRules } from './evidence.rules';
import { resolve } from './graph.rules';
import type { Resolution } from './graph.rules';
import { identifiersOf, readValue, setDerived } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { tellAgainJob } from './jobs';
import { neighbourhoodOf, readSightings, rulesFor } from './neighbourhood';
import type { Neighbourhood } from './neighbourhood';
import { currentRules } from './rules.model';
import { giveSightings } from './sighting.model';
import type { SightingRow } from './sighting.model';

const ORIGINS_AT_ONCE = 200;
const TELL_AGAIN_AFTER_MS = 60_000;

/** Pure: who the people of a neighbourhood are by these rules. */
export function resolveAll(neighbours: Neighbourhood, rules: EvidenceRules, now: Date): Resolution {
  const effective = rulesFor(neighbours, rules);
  return resolve(readSightings(neighbours, effective), effective, now.getTime());
}

/**
 * Works out anew whose the sightings and identifiers around these keys are and writes down what changed, with everything that
 * follows: customers that are there now, consents, news for whoever keeps records of them. Inside the transaction that changed
 * the evidence; two of them that concern one customer cannot miss each other. Answers how many records' owners changed.
 */
export async function settle(ctx: Ctx, keys: Iterable<string>, cause: ChangeCause): Promise<number> {
  const rules = await currentRules();
  const neighbours = await neighbourhoodOf(keys, rules);
  const before = new Set([...neighbours.sightings.values()].map(({ customerId }) => customerId));
  await touchCustomers([...before]);
  return write(ctx, neighbours, { resolution: resolveAll(neighbours, rules, ctx.now), cause });
}

type Found = { resolution: Resolution; cause: ChangeCause };

async function write(ctx: Ctx, neighbours: Neighbourhood, found: Found): Promise<number> {
  const { resolution, cause } = found;
  const moved = changedSightings(neighbours, resolution);
  await createMissing(ctx, new Set(resolution.customerOf.values()));
  for (const [customerId, rows] of grouped(moved, (row) => resolution.customerOf.get(row._id) as string))
    await giveSightings(
      rows.map(({ _id }) => _id),
      customerId,
    );
  const keys = await writeIdentifiers(ctx, neighbours, resolution);
  const old = moved.filter((row) => row._id !== cause.sightingId);
  const origins = [...old.map(({ _id }) => _id), ...keys.map(({ _id }) => _id)];
  if (origins.length === 0) return 0;
  const concerned = new Set([
    ...old.flatMap((row) => [row.customerId, resolution.customerOf.get(row._id) as string]),
    ...keys.flatMap((row) => [row.customerId, resolution.customerOfKey.get(row._id)]),
  ]);
  await afterMoves(ctx, origins, {
    customerIds: [...concerned].filter((id) => typeof id === 'string'),
    cause,
  });
  return origins.length;
}

const changedSightings = ({ sightings }: Neighbourhood, { customerOf }: Resolution): SightingRow[] =>
  [...sightings.values()].filter((row) => customerOf.get(row._id) !== row.customerId);

function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return groups;
}

const memberNumber = (): string => String(randomInt(1_000_000_000, 10_000_000_000));

async function createMissing(ctx: Ctx, customerIds: ReadonlySet<string>): Promise<void> {
  const known = new Set((await findRows([...customerIds])).map(({ _id }) => _id));
  for (const _id of customerIds) if (!known.has(_id)) await createCustomer(ctx, _id);
}

/** Somebody new, who has agreed to nothing. */
export const createCustomer = (ctx: Ctx, customerId: string): Promise<void> =>
  createCustomers(ctx, [customerId]);

export const createCustomers = (ctx: Ctx, customerIds: readonly string[]): Promise<void> =>
  insertCustomers(
    customerIds.map((_id) => ({
      _id,
      memberNo: memberNumber(),
      consents: { profiling: false, marketing: false },
      revision: 0,
      createdAt: ctx.now,
    })),
  );

/** Answers the identifiers that had an owner and have another now, or none. */
async function writeIdentifiers(
  ctx: Ctx,
  { identifiers }: Neighbourhood,
  resolution: Resolution,
): Promise<IdentifierRow[]> {
  const changedOwner: IdentifierRow[] = [];
  for (const row of identifiers.values()) {
    const customerId = resolution.customerOfKey.get(row._id) ?? null;
    const isShared = resolution.quarantined.has(row._id);
    if (customerId === row.customerId && isShared === row.isShared) continue;
    const sharedSince = isShared ? (row.sharedSince ?? ctx.now) : null;
    await setDerived(row._id, { customerId, isShared, sharedSince });
    if (row.customerId !== null && customerId !== row.customerId) changedOwner.push(row);
    if (customerId !== null && customerId !== row.customerId) await tellLinked(ctx, customerId, row);
  }
  return changedOwner;
}

/** Somebody is a contact of the company's WeCom. */
export async function tellLinked(ctx: Ctx, customerId: string, row: IdentifierRow): Promise<void> {
  if (row.type !== 'external_userid') return;
  const body = { customerId, origin: row._id, externalUserid: readValue(row) };
  await publish(ctx, customerLinked, { key: customerId, body });
}

type Concerned = { customerIds: string[]; cause: ChangeCause };

async function afterMoves(ctx: Ctx, origins: string[], { customerIds, cause }: Concerned): Promise<void> {
  for (const customerId of customerIds) await refoldConsents(customerId);
  await insertChange({ _id: newId(), at: ctx.now, customerIds, origins: origins.length, ...cause });
  const key = customerIds[0] as string;
  for (let from = 0; from < origins.length; from += ORIGINS_AT_ONCE) {
    const body = { origins: origins.slice(from, from + ORIGINS_AT_ONCE) };
    await publish(ctx, recordsMoved, { key, body });
    // What was being written for its former owner while this happened is there by then.
    const at = new Date(ctx.now.getTime() + TELL_AGAIN_AFTER_MS);
    await later(ctx, tellAgainJob, { key, body, at });
  }
}

export async function refoldConsents(customerId: string): Promise<void> {
  const origins = (await identifiersOf(customerId)).map(({ _id }) => _id);
  await setConsents(customerId, foldConsents(await consentsOf(origins)));
}
