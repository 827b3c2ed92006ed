import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { later } from '../../kernel/outbox';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import type { EvidenceType } from './evidence.rules';
import { typeText } from './graph-words';
import { walkRulesJob } from './jobs';
import { requireOperator } from './require-operator';
import { findRun, insertRun, latestRuns } from './rule-run.model';
import type { RuleRunRow } from './rule-run.model';
import { insertRules, latestRules, rulesWith } from './rules.model';
import type { RuleChoices } from './rules.model';
import { countSightings } from './sighting.model';

type ShowRules = Contracts['identity.showRules'];
type DryRun = Contracts['identity.dryRunRules'];
type Apply = Contracts['identity.applyRules'];
type ShowRun = Contracts['identity.showRuleRun'];
type RunView = Answer<ShowRun>;

const RUNS_SHOWN = 5;
/** A count is believed this long. */
const GOOD_FOR_MS = 24 * 3600_000;

/** Refuses: FORBIDDEN. */
export async function showRules(ctx: Ctx): Promise<Answer<ShowRules>> {
  await requireOperator(ctx);
  const latest = await latestRules();
  const { types, blocked } = rulesWith(latest?.choices ?? null);
  const runs = await latestRuns(RUNS_SHOWN);
  return {
    version: latest?._id ?? 0,
    types: Object.entries(types)
      .sort(([, a], [, b]) => b.rank - a.rank)
      .map(([type, { strength, verified, people, movesAfterDays, expiresDays, rank, oneEach }]) => ({
        type: type as EvidenceType,
        typeText: typeText[type as EvidenceType],
        ...{ strength, verified, people, movesAfterDays, expiresDays, rank, oneEach },
      })),
    blocked: [...blocked],
    changedAt: latest?.at.toISOString() ?? null,
    changedByName: latest ? ((await staff.findStaff(ctx, latest.by))?.name ?? latest.by) : null,
    runs: runs.map(presentRun),
  };
}

const presentRun = ({
  _id: runId,
  choices: _choices,
  version: _version,
  after: _after,
  ...row
}: RuleRunRow): RunView => {
  const { kind, state, done, total, joined, split, customersBefore, customersAfter, byName } = row;
  return {
    ...{ runId, kind, state, done, joined, split, customersBefore, customersAfter, byName },
    total: Math.max(total, done),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
};

/** The rules in force, with what is asked for; kinds that only one person can have stay strong. Refuses: INVALID_INPUT. */
function choicesOf({ types, blocked }: Parsed<DryRun>['rules'], current: RuleChoices | null): RuleChoices {
  for (const pattern of blocked) {
    try {
      new RegExp(`^(?:${pattern})$`);
    } catch {
      throw new AppError('INVALID_INPUT', { problem: `无效值的写法不对：${pattern}` });
    }
  }
  const chosen = Object.entries(types).filter(([, choice]) => choice !== undefined);
  return { types: { ...current?.types, ...Object.fromEntries(chosen) }, blocked };
}

/** Refuses: FORBIDDEN, INVALID_INPUT, RULES_CHANGED (others are in force than the caller saw). */
export async function dryRunRules(ctx: Ctx, { version, rules }: Parsed<DryRun>): Promise<Answer<DryRun>> {
  const operator = await requireOperator(ctx);
  const latest = await latestRules();
  if ((latest?._id ?? 0) !== version) throw new AppError('RULES_CHANGED');
  const choices = choicesOf(rules, latest?.choices ?? null);
  return presentRun(await begin(ctx, operator, { kind: 'dry_run', choices, version }));
}

async function begin(
  ctx: Ctx,
  operator: StaffMember,
  what: Pick<RuleRunRow, 'kind' | 'choices' | 'version'>,
): Promise<RuleRunRow> {
  const row: RuleRunRow = {
    ...what,
    _id: newId(),
    state: 'running',
    after: '',
    done: 0,
    total: await countSightings(),
    joined: 0,
    split: 0,
    customersBefore: 0,
    customersAfter: 0,
    startedAt: ctx.now,
    movedAt: ctx.now,
    finishedAt: null,
    by: operator.userid,
    byName: operator.name,
  };
  await inTransaction(async () => {
    await insertRun(row);
    await later(ctx, walkRulesJob, { key: row._id, body: { runId: row._id }, at: ctx.now });
    await staff.recordAudit(ctx, { action: `identity.${what.kind}`, subject: row._id });
  });
  return row;
}

/**
 * From now on new evidence is read by these rules; what is there already is gone through in the background.
 * Refuses: FORBIDDEN, NOT_FOUND, RULE_RUN_UNFINISHED, RULES_CHANGED.
 */
export async function applyRules(ctx: Ctx, { runId, reason }: Parsed<Apply>): Promise<Answer<Apply>> {
  const operator = await requireOperator(ctx);
  const run = await findRun(runId);
  if (!run || run.kind !== 'dry_run') throw new AppError('NOT_FOUND');
  const isGood = run.finishedAt !== null && ctx.now.getTime() - run.finishedAt.getTime() < GOOD_FOR_MS;
  if (!isGood) throw new AppError('RULE_RUN_UNFINISHED');
  if (((await latestRules())?._id ?? 0) !== run.version) throw new AppError('RULES_CHANGED');
  const { choices, version } = run;
  const row = { _id: version + 1, choices, at: ctx.now, by: operator.userid, reason };
  if (!(await insertRules(row))) throw new AppError('RULES_CHANGED');
  return presentRun(await begin(ctx, operator, { kind: 'apply', choices, version }));
}

/** Refuses: FORBIDDEN, NOT_FOUND. */
export async function showRuleRun(ctx: Ctx, { runId }: Parsed<ShowRun>): Promise<RunView> {
  await requireOperator(ctx);
  const run = await findRun(runId);
  if (!run) throw new AppError('NOT_FOUND');
  return presentRun(run);
}
