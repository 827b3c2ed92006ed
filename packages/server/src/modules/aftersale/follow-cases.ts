import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import * as inventory from '../inventory';
import { FREEING } from './aftersale.rules';
import { escalate, findCase, findDue, noteProblem } from './case.model';
import type { Case } from './case.model';
import { bySku, holdOfCase } from './hold-replacement';
import { moveCase, recordMoneyBack, requireCase } from './move-case';

type OfCase = { caseId: string };

/** Goods that came back are put where they came back to, once per case however often this runs. */
export async function putGoodsBack(ctx: Ctx, { caseId }: OfCase): Promise<void> {
  const one = await findCase(caseId);
  if (!one?.received) return;
  const { storeId: locationId, condition } = one.received;
  await inventory.putBack(ctx, { ref: caseId, locationId, condition, lines: bySku(one.lines) });
}

/** The replacement is kept while the shopper is on the way, leaves with them, or goes back to sale. News of one case come in order. */
export async function followReplacement(ctx: Ctx, { caseId }: OfCase): Promise<void> {
  const one = await findCase(caseId);
  const hold = one && holdOfCase(one);
  if (!one || !hold) return;
  if (one.state === 'awaiting_return' || one.state === 'received') await inventory.keepHold(ctx, hold);
  else if (one.state === 'exchanged') await inventory.takeHold(ctx, hold);
  else if (one.state !== 'applied') await inventory.releaseHold(ctx, hold);
}

/** A refund of the order came through; it may be a case's. */
export const followMoney = (ctx: Ctx, { key }: { key: string }): Promise<void> =>
  inTransaction(() => recordMoneyBack(ctx, key));

export const followProblem = (_ctx: Ctx, news: { key: string; reason: string }): Promise<void> =>
  noteProblem(news.key, news.reason);

const BATCH = 200;

/** What nobody did in time: an undecided case goes to head office, goods that did not come back are kept by the shopper. */
export async function followDeadlines(ctx: Ctx): Promise<void> {
  for (const one of await findDue(ctx.now, BATCH))
    await followDeadline(ctx, one).catch((error: unknown) => {
      log.error({ traceId: ctx.traceId, caseId: one.caseId, err: error }, 'deadline of a case not followed');
    });
}

async function followDeadline(ctx: Ctx, { caseId, state }: Case): Promise<void> {
  if (state === 'applied') {
    await escalate(caseId, ctx.now);
    return;
  }
  await inTransaction(async () => {
    const one = await requireCase(caseId);
    const isOverdue = one.state === 'awaiting_return' && one.dueAt !== null && one.dueAt <= ctx.now;
    if (isOverdue) await moveCase(ctx, one, { path: ['closed'] });
  }).catch((error: unknown) => {
    // The goods came back in this very moment.
    if (!(error instanceof AppError) || error.code !== 'AFTERSALE_STATE_CONFLICT') throw error;
  });
}

/** Whether the pieces of a case count as claimed. */
export const claims = ({ state }: Pick<Case, 'state'>): boolean => !FREEING.includes(state);
