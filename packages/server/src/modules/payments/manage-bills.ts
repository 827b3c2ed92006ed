import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as staff from '../staff';
import { countOpen, findDifference, findDifferences, markResolved } from './bill-difference.model';
import { requireOperator } from './manage-refunds';
import { presentDifference, presentRun } from './present';
import { planReconciliation } from './reconcile-bill';
import { billIsThere } from './reconcile.rules';
import { findRun, findRuns } from './reconciliation.model';
import type { Run } from './reconciliation.model';

type List = Contracts['payments.listDifferences'];
type Resolve = Contracts['payments.resolveDifference'];
type RunOne = Contracts['payments.runReconciliation'];
type Runs = Contracts['payments.listReconciliations'];
const RUNS_SHOWN = 31;

export async function listDifferences(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  await requireOperator(ctx);
  const { state, billDate, cursor, limit } = input;
  const after = readCursor(cursor);
  const wanted = {
    ...(state === 'all' ? {} : { state }),
    ...(billDate ? { billDate } : {}),
    ...(after ? { after } : {}),
  };
  const rows = await findDifferences(wanted, limit + 1);
  const { page, nextCursor } = cutPage(rows, limit, (row) => ({ at: row.foundAt, id: row._id }));
  return { items: page.map(presentDifference), nextCursor };
}

export async function resolveDifference(ctx: Ctx, input: Parsed<Resolve>): Promise<Answer<Resolve>> {
  const { userid } = await requireOperator(ctx);
  const { differenceId, resolution } = input;
  return inTransaction(async () => {
    if (!(await findDifference(differenceId))) throw new AppError('NOT_FOUND');
    if (!(await markResolved(differenceId, { resolution, by: userid, at: ctx.now })))
      throw new AppError('DIFFERENCE_SETTLED');
    await staff.recordAudit(ctx, { action: 'payments.resolveDifference', subject: differenceId });
    const row = await findDifference(differenceId);
    if (!row) throw new AppError('NOT_FOUND');
    return presentDifference(row);
  });
}

export async function runReconciliation(ctx: Ctx, { date }: Parsed<RunOne>): Promise<Answer<RunOne>> {
  await requireOperator(ctx);
  if (!billIsThere(date, ctx.now)) throw new AppError('BILL_NOT_THERE');
  await inTransaction(async () => {
    await staff.recordAudit(ctx, { action: 'payments.runReconciliation', subject: date });
    const underWay = (await findRun(date))?.leaseUntil ?? null;
    if (underWay === null || underWay <= ctx.now)
      await planReconciliation(ctx, { billDate: date, attempt: 0 });
  });
  const run = await findRun(date);
  if (!run) throw new AppError('NOT_FOUND');
  return present(run);
}

export async function listReconciliations(ctx: Ctx): Promise<Answer<Runs>> {
  await requireOperator(ctx);
  const items = [];
  for (const run of await findRuns(RUNS_SHOWN)) items.push(await present(run));
  return { items };
}

const present = async (run: Run) => presentRun(run, await countOpen(run._id));
