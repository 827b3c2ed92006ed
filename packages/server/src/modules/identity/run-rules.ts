import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { later } from '../../kernel/outbox';
import type { EvidenceRules } from './evidence.rules';
import { walkRulesJob } from './jobs';
import { complete, neighbourhoodOf } from './neighbourhood';
import { settlingRaces } from './note-sighting';
import { finishRun, findRun, moveRun, stalledRuns } from './rule-run.model';
import type { Counted, RuleRunRow } from './rule-run.model';
import { rulesWith } from './rules.model';
import { resolveAll, settle } from './settle';
import { sightingsAfter, sightingsOf } from './sighting.model';
import type { SightingRow } from './sighting.model';

const AT_ONCE = 200;
const SETTLED_AT_ONCE = 20;
const STALLED_AFTER_MS = 60_000;

/** Goes through the next part of the sightings and comes again until there are none left; a part counts once, however often it runs. */
export async function walkRules(ctx: Ctx, { runId }: { runId: string }): Promise<void> {
  const run = await findRun(runId);
  if (run?.state !== 'running') return;
  const rows = await sightingsAfter(run.after, AT_ONCE);
  const last = rows.at(-1);
  if (!last) return finishRun(runId, ctx.now);
  const counted = await count(ctx, rows, rulesWith(run.choices));
  if (run.kind === 'apply') await settleAll(ctx, rows, runId);
  await goOn(ctx, run, { after: last._id, counted });
}

async function goOn(ctx: Ctx, run: RuleRunRow, part: { after: string; counted: Counted }): Promise<void> {
  await inTransaction(async () => {
    if (!(await moveRun(run, { ...part, at: ctx.now }))) return;
    await later(ctx, walkRulesJob, { key: run._id, body: { runId: run._id }, at: ctx.now });
  });
}

/**
 * Customers are counted by the sighting they are named after, so that each counts once: those there are, whoever of them would be
 * more than one or one with others, and those there would be.
 */
async function count(ctx: Ctx, rows: readonly SightingRow[], rules: EvidenceRules): Promise<Counted> {
  const named = rows.filter(({ _id, customerId }) => _id === customerId).map(({ _id }) => _id);
  const theirs = await sightingsOf(named);
  const keys = [...rows, ...theirs].flatMap((row) => row.shown.map(({ key }) => key));
  const neighbours = await neighbourhoodOf(keys, rules);
  for (const row of [...rows, ...theirs]) neighbours.sightings.set(row._id, row);
  await complete(neighbours);
  const { customerOf } = resolveAll(neighbours, rules, ctx.now);
  const before = new Map([...neighbours.sightings].map(([id, { customerId }]) => [id, customerId]));
  const became = pairsOf(before, customerOf);
  const cameFrom = pairsOf(customerOf, before);
  const isJoined = (id: string): boolean =>
    [...(became.get(id) ?? [])].some((now) => (cameFrom.get(now)?.size ?? 0) > 1);
  return {
    done: rows.length,
    joined: named.filter(isJoined).length,
    split: named.filter((id) => (became.get(id)?.size ?? 0) > 1).length,
    customersBefore: named.length,
    customersAfter: rows.filter(({ _id }) => customerOf.get(_id) === _id).length,
  };
}

/** For each name on the left, the names on the right that the same sightings have. */
function pairsOf(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): Map<string, Set<string>> {
  const pairs = new Map<string, Set<string>>();
  for (const [id, name] of left) {
    const others = pairs.get(name) ?? new Set<string>();
    others.add(right.get(id) as string);
    pairs.set(name, others);
  }
  return pairs;
}

async function settleAll(ctx: Ctx, rows: readonly SightingRow[], runId: string): Promise<void> {
  for (let from = 0; from < rows.length; from += SETTLED_AT_ONCE) {
    const part = rows.slice(from, from + SETTLED_AT_ONCE);
    const keys = part.flatMap((row) => row.shown.map(({ key }) => key));
    await settlingRaces(() => settle(ctx, keys, { why: 'rules', runId }));
  }
}

/** A run whose worker died goes on from where it was. */
export async function resumeRuns(ctx: Ctx): Promise<void> {
  for (const { _id: runId } of await stalledRuns(new Date(ctx.now.getTime() - STALLED_AFTER_MS)))
    await later(ctx, walkRulesJob, { key: runId, body: { runId }, at: ctx.now });
}
