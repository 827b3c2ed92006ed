import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { idOf } from '../../kernel/ids';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import { findRows } from './customer.model';
import { findDecision, insertDecision, markUndone } from './decision.model';
import type { DecisionRow } from './decision.model';
import {
  declareShared,
  findIdentifiers,
  identifiersOf,
  readValue,
  undeclareShared,
} from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import type { Neighbourhood } from './neighbourhood';
import { noteSighting, settlingRaces } from './note-sighting';
import type { Shown } from './note-sighting';
import { presentIdentifiers } from './present-graph';
import { readGraph, requireRow } from './read-graph';
import type { Graph } from './read-graph';
import { requireKnown, requireOperator } from './require-operator';
import { currentRules } from './rules.model';
import { settle } from './settle';
import { findSighting, restoreShown, revokeShown, sightingsShowing } from './sighting.model';

type Preview = Contracts['identity.previewSplit'];
type Split = Contracts['identity.split'];
type Join = Contracts['identity.join'];
type Undo = Contracts['identity.undo'];
type Taken = Parsed<Preview>;
type Parts = Answer<Preview>['parts'];

/** Who this customer would be without that evidence. Writes nothing. Refuses: FORBIDDEN, NOT_FOUND. */
export async function previewSplit(ctx: Ctx, input: Taken): Promise<Answer<Preview>> {
  await requireOperator(ctx);
  const [graph, own] = await readWithout(ctx, input);
  return { parts: await presentParts(graph, grouped(graph, own)) };
}

/** The customer's graph without that evidence, and their sightings. */
async function readWithout(ctx: Ctx, input: Taken): Promise<[Graph, string[]]> {
  const customerId = await requireKnown(ctx, input.customerId);
  let own: string[] = [];
  const graph = await readGraph(ctx, customerId, (neighbours) => {
    own = requireTaken(neighbours, { ...input, customerId });
    takeAway(neighbours, input);
  });
  return [graph, own];
}

/** What is to be taken away is this customer's. Answers the ids of their sightings. Refuses: NOT_FOUND. */
function requireTaken({ sightings, identifiers }: Neighbourhood, input: Taken): string[] {
  const own = [...sightings.values()].filter((row) => row.customerId === input.customerId);
  for (const { sightingId, key } of input.revoke) {
    const shown = own.find(({ _id }) => _id === sightingId)?.shown ?? [];
    if (!shown.some((one) => one.key === key)) throw new AppError('NOT_FOUND');
  }
  for (const key of input.shared) {
    requireRow({ sightings, identifiers }, key);
    if (!own.some((row) => row.shown.some((one) => one.key === key))) throw new AppError('NOT_FOUND');
  }
  return own.map(({ _id }) => _id);
}

function takeAway({ sightings, identifiers }: Neighbourhood, { revoke, shared }: Taken): void {
  for (const { sightingId, key } of revoke)
    for (const shown of sightings.get(sightingId)?.shown ?? [])
      if (shown.key === key) shown.revokedBy = 'preview';
  for (const key of shared) {
    const row = identifiers.get(key);
    if (row) row.declaredBy = 'preview';
  }
}

type Grouped = Map<string, string[]>;

/** The customers among which these sightings would be. */
function grouped({ resolution }: Graph, own: readonly string[]): Grouped {
  const groups: Grouped = new Map();
  for (const id of own) {
    const customer = resolution.customerOf.get(id) as string;
    groups.set(customer, [...(groups.get(customer) ?? []), id]);
  }
  return groups;
}

async function presentParts(graph: Graph, groups: Grouped): Promise<Parts> {
  const known = new Map((await findRows([...groups.keys()])).map((row) => [row._id, row]));
  return [...groups].map(([customer, sightings]) => {
    const keys = [...graph.resolution.customerOfKey].filter(([, owner]) => owner === customer);
    return {
      customerId: known.has(customer) ? customer : null,
      memberNo: known.get(customer)?.memberNo ?? null,
      identifiers: presentIdentifiers(graph, new Set(keys.map(([key]) => key))),
      sightings: sightings.length,
    };
  });
}

type Deciding = { decisionId: string; operator: StaffMember };

/**
 * Takes evidence away, with a reason; whoever was held together by it is two again, and everything that hangs on their identifiers
 * goes with them. The same requestId again is the same decision. Refuses: FORBIDDEN, NOT_FOUND, NOTHING_TO_SPLIT.
 */
export async function split(ctx: Ctx, input: Parsed<Split>): Promise<Answer<Split>> {
  const operator = await requireOperator(ctx);
  const decisionId = decisionIdOf(operator, input.requestId);
  const earlier = await findDecision(decisionId);
  if (!earlier) {
    const groups = grouped(...(await readWithout(ctx, input)));
    if (groups.size < 2) throw new AppError('NOTHING_TO_SPLIT');
    await settlingRaces(() =>
      writeSplit(ctx, { ...input, customerIds: [...groups.keys()] }, { decisionId, operator }),
    );
  }
  const { customerIds } = await requireDecision(decisionId);
  const parts = await Promise.all(customerIds.map((id) => partNow(ctx, id)));
  return { decisionId, parts: parts.flat() };
}

async function partNow(ctx: Ctx, customerId: string): Promise<Parts> {
  const graph = await readGraph(ctx, customerId);
  const own = [...graph.neighbours.sightings.values()].filter((row) => row.customerId === customerId);
  return presentParts(graph, new Map([[customerId, own.map(({ _id }) => _id)]]));
}

async function requireDecision(decisionId: string): Promise<DecisionRow> {
  const row = await findDecision(decisionId);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

const decisionIdOf = ({ userid }: StaffMember, requestId: string): string =>
  idOf(`identity decision ${userid} ${requestId.toLowerCase()}`);

const decide = (
  ctx: Ctx,
  { decisionId, operator }: Deciding,
  row: Pick<DecisionRow, 'kind' | 'customerIds' | 'reason'> & Partial<DecisionRow>,
): Promise<void> =>
  insertDecision({
    sightingId: null,
    revoked: 0,
    shared: 0,
    ...row,
    _id: decisionId,
    by: operator.userid,
    byName: operator.name,
    at: ctx.now,
    undone: null,
  });

async function writeSplit(
  ctx: Ctx,
  input: Taken & { customerIds: string[]; reason: string },
  deciding: Deciding,
): Promise<void> {
  const { decisionId } = deciding;
  if (await findDecision(decisionId)) return;
  const keys = new Set<string>(input.shared);
  const [revoked, shared] = [input.revoke.length, input.shared.length];
  await decide(ctx, deciding, { ...input, kind: 'split', revoked, shared });
  for (const { sightingId, key } of input.revoke) {
    await revokeShown(sightingId, key, decisionId);
    for (const shown of (await findSighting(sightingId))?.shown ?? []) keys.add(shown.key);
  }
  for (const key of input.shared) await declareShared(key, decisionId);
  const showing = await sightingsShowing(input.shared);
  for (const row of showing) for (const shown of row.shown) keys.add(shown.key);
  await settle(ctx, keys, { why: 'split', decisionId });
  await staff.recordAudit(ctx, { action: 'identity.split', subject: decisionId, note: input.reason });
}

/**
 * An operator vouches that two are one. The guards stay: two people with a WeChat identity of their own are not made one.
 * Refuses: FORBIDDEN, NOT_FOUND, SAME_CUSTOMER, TWO_PEOPLE.
 */
export async function join(ctx: Ctx, input: Parsed<Join>): Promise<Answer<Join>> {
  const operator = await requireOperator(ctx);
  const decisionId = decisionIdOf(operator, input.requestId);
  const earlier = await findDecision(decisionId);
  if (!earlier) await settlingRaces(() => writeJoin(ctx, input, { decisionId, operator }));
  const { customerIds } = await requireDecision(decisionId);
  return { decisionId, customerId: await requireKnown(ctx, customerIds[0] ?? '') };
}

async function writeJoin(ctx: Ctx, input: Parsed<Join>, deciding: Deciding): Promise<void> {
  const { decisionId } = deciding;
  const [one, other] = [
    await requireKnown(ctx, input.customerId),
    await requireKnown(ctx, input.otherCustomerId),
  ];
  if (one === other) throw new AppError('SAME_CUSTOMER');
  const [mine, theirs] = [await strongestOf(one), await strongestOf(other)];
  const vouched = await noteSighting(ctx, {
    source: 'operator',
    ref: decisionId,
    shown: [mine, theirs].map((row) => ({ type: row.type, value: readValue(row), verified: true })) as [
      Shown,
      Shown,
    ],
  });
  const [first, second] = await findIdentifiers([mine._id, theirs._id]);
  if (first?.customerId !== second?.customerId) throw new AppError('TWO_PEOPLE');
  await decide(ctx, deciding, {
    kind: 'join',
    customerIds: [one, other],
    reason: input.reason,
    sightingId: vouched.sightingId,
  });
  await staff.recordAudit(ctx, { action: 'identity.join', subject: decisionId, note: input.reason });
}

/** What says best who somebody is. Refuses: NOT_FOUND (known by nothing but shared numbers). */
async function strongestOf(customerId: string): Promise<IdentifierRow> {
  const { types } = await currentRules();
  const [best] = (await identifiersOf(customerId)).sort((a, b) => types[b.type].rank - types[a.type].rank);
  if (!best) throw new AppError('NOT_FOUND');
  return best;
}

/** Everything is as if it had not been decided. Refuses: FORBIDDEN, NOT_FOUND, DECISION_UNDONE. */
export async function undo(ctx: Ctx, { decisionId }: Parsed<Undo>): Promise<Answer<Undo>> {
  const operator = await requireOperator(ctx);
  await requireDecision(decisionId);
  await settlingRaces(async () => {
    const row = await requireDecision(decisionId);
    const undone = { at: ctx.now, by: operator.userid, byName: operator.name };
    if (!(await markUndone(decisionId, undone))) throw new AppError('DECISION_UNDONE');
    const keys = row.kind === 'split' ? await restore(decisionId) : await revokeAll(row);
    await settle(ctx, keys, { why: 'undone', decisionId });
    await staff.recordAudit(ctx, { action: 'identity.undo', subject: decisionId });
  });
  return { done: true };
}

async function restore(decisionId: string): Promise<string[]> {
  const keys = [...(await restoreShown(decisionId)), ...(await undeclareShared(decisionId))];
  return keys;
}

/** What the operator vouched for counts no more. */
async function revokeAll({ _id, sightingId }: DecisionRow): Promise<string[]> {
  const shown = (await findSighting(sightingId ?? ''))?.shown ?? [];
  for (const { key } of shown) await revokeShown(sightingId ?? '', key, _id);
  return shown.map(({ key }) => key);
}
