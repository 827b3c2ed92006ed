import { PlatformError, PlatformRefusal } from '../../kernel/call-out';
import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import { BillDamaged, fetchTradeBill } from '../../platform/wechat-pay';
import type { BillRow, FetchedBill } from '../../platform/wechat-pay';
import { healGone } from './bill-difference.model';
import { compareBatch, compareMissing } from './compare-bill';
import { reconcileBill } from './jobs';
import { anyPaidBetween } from './payment.model';
import * as runs from './reconciliation.model';
import type { Totals } from './reconciliation.model';
import { billDay, billReadyAt, readyBills } from './reconcile.rules';
import { anyAcceptedBetween } from './refund.model';

const BATCH = 200;
const LEASE_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 30 * 60_000;
/** So often WeChat Pay may say that there is no bill of a day on which we were paid, before we believe it. */
const MOST_EMPTY = 6;
/** Days that were missed (an outage, a new installation) are made up for. */
const CATCH_UP_DAYS = 7;
const LOST_AFTER_MS = 2 * 60_000;

type Attempt = { billDate: string; attempt: number };

export const planReconciliation = (ctx: Ctx, { billDate, attempt }: Attempt, why?: Why): Promise<void> =>
  inTransaction(async () => {
    const { at = ctx.now, ...rest } = why ?? { problem: null };
    await runs.planRun(billDate, { nextAt: at, ...rest });
    await later(ctx, reconcileBill, { key: billDate, body: { billDate, attempt }, at });
  });
type Why = { problem: string | null; at?: Date; state?: 'failed' };

/** Every bill that is ready and was not compared yet, and attempts that were lost. */
export async function planReconciliations(ctx: Ctx): Promise<void> {
  const dates = readyBills(ctx.now, CATCH_UP_DAYS);
  const known = new Set((await runs.findRunsOf(dates)).map(({ _id }) => _id));
  for (const billDate of dates.filter((date) => !known.has(date)))
    await planReconciliation(ctx, { billDate, attempt: 0 });
  for (const { _id: billDate } of await runs.findOverdueRuns(new Date(ctx.now.getTime() - LOST_AFTER_MS)))
    await planReconciliation(ctx, { billDate, attempt: 0 });
}

/** One attempt; what hinders it plans the next. Again for the same day it finds the same rows. */
export async function reconcile(ctx: Ctx, { billDate, attempt }: Attempt): Promise<void> {
  const again = (why: Why): Promise<void> => {
    const at = new Date(Math.max(ctx.now.getTime() + AGAIN_AFTER_MS, billReadyAt(billDate).getTime()));
    return planReconciliation(ctx, { billDate, attempt: attempt + 1 }, { at, ...why });
  };
  if (!(await runs.startRun(billDate, ctx.now, new Date(ctx.now.getTime() + LEASE_MS)))) return;
  let bill: FetchedBill | undefined;
  try {
    bill = await fetchTradeBill(billDate);
    if (bill.state === 'creating') return await again({ problem: '账单还在生成，稍后自动再取' });
    const { from, to } = billDay(billDate);
    if (bill.state === 'none') {
      if (!(await anyPaidBetween(from, to)) && !(await anyAcceptedBetween(from, to)))
        return await endEmpty(ctx, billDate);
      if (attempt < MOST_EMPTY)
        return await again({ problem: '微信支付称该日没有账单，而我方有收付款，稍后自动再取' });
    }
    await compare(ctx, billDate, bill.state === 'there' ? bill.rows() : []);
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    log.error({ traceId: ctx.traceId, billDate, err: error }, 'bill could not be compared');
    await again({ problem, state: 'failed' });
  } finally {
    if (bill?.state === 'there') await bill.remove();
  }
}

/** What passes, or waits for people; null: a bug. */
function problemOf(error: unknown): string | null {
  if (error instanceof PlatformError || error instanceof AppError) return '微信支付暂时不可用，稍后自动再试';
  if (error instanceof PlatformRefusal) return `微信支付拒绝了账单请求（${error.code}）`;
  return error instanceof BillDamaged ? '下载的账单不完整，稍后自动再取' : null;
}

const NOTHING: Totals = { payments: 0, paidFen: 0, refunds: 0, refundedFen: 0 };

const endEmpty = (ctx: Ctx, billDate: string): Promise<void> =>
  runs.endRun(billDate, 'no_bill', { ...NOTHING, endedAt: ctx.now });

async function compare(ctx: Ctx, billDate: string, rows: AsyncIterable<BillRow> | BillRow[]): Promise<void> {
  const totals = { ...NOTHING };
  let batch: BillRow[] = [];
  const flush = async (): Promise<void> => {
    await compareBatch(ctx, billDate, batch);
    batch = [];
    if (!(await runs.renewRun(billDate, ctx.now, new Date(now().getTime() + LEASE_MS))))
      throw new Error(`another comparison of ${billDate} has begun`);
  };
  for await (const row of rows) {
    addUp(totals, row);
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await compareMissing(ctx, billDate);
  await healGone(billDate, ctx.now, { resolution: '重新对账后已一致', at: ctx.now });
  await runs.endRun(billDate, 'done', { ...totals, endedAt: now() });
}

function addUp(totals: Totals, row: BillRow): void {
  if (row.refund) {
    totals.refunds += 1;
    totals.refundedFen += row.refund.refundFen;
  } else if (row.kind === 'payment') {
    totals.payments += 1;
    totals.paidFen += row.amountFen;
  }
}
