import type { Actor, Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import * as orders from '../orders';
import { ASKED, BRING_BACK_WITHIN_MS, FREEING, isOver, requirePath } from './aftersale.rules';
import type { State } from './aftersale.rules';
import { changeCase, findCase } from './case.model';
import type { Case } from './case.model';
import { freePieces } from './claim.model';
import { aftersaleMoved } from './events';
import { REASONS } from './reason.rules';

/** Who a step was made by, without a name the shopper should not read. */
export const nameOf = (actor: Actor): string => (actor.kind === 'staff' ? `staff:${actor.id}` : actor.kind);

export async function requireCase(caseId: string): Promise<Case> {
  const found = await findCase(caseId);
  if (!found) throw new AppError('NOT_FOUND');
  return found;
}

type Advance = Pick<Case, 'state' | 'timeline' | 'dueAt' | 'endedAt'>;

/** The case after these steps of the table. */
export function advance(ctx: Ctx, from: Pick<Case, 'state' | 'timeline'>, path: readonly State[]): Advance {
  const state = requirePath(from.state, path);
  const steps = path.map((to) => ({ state: to, at: ctx.now, by: nameOf(ctx.actor) }));
  return {
    state,
    timeline: [...from.timeline, ...steps],
    dueAt: state === 'awaiting_return' ? new Date(ctx.now.getTime() + BRING_BACK_WITHIN_MS) : null,
    endedAt: isOver(state) ? ctx.now : null,
  };
}

export const tell = (ctx: Ctx, { caseId, orderId, customerId, store, kind }: Case, state: State) =>
  publish(ctx, aftersaleMoved, {
    key: caseId,
    body: { caseId, orderId, customerId, storeId: store?.storeId ?? null, kind, state },
  });

/**
 * Leads a case on from the state it was read in: money, pieces, news and the case together, or nothing. Inside the caller's
 * transaction, which also read the case. Refuses: AFTERSALE_STATE_CONFLICT, ORDER_NOT_REFUNDABLE.
 */
export async function moveCase(
  ctx: Ctx,
  seen: Case,
  { path, set = {} }: { path: readonly State[]; set?: Partial<Case> },
): Promise<void> {
  const next = advance(ctx, seen, path);
  const money = next.state === 'refunding' ? await askMoney(ctx, seen) : {};
  if (!(await changeCase(seen.caseId, seen.state, { ...next, ...set, ...money })))
    throw new AppError('AFTERSALE_STATE_CONFLICT');
  if (FREEING.includes(next.state)) await freePieces(seen.orderId, seen.lines);
  await tell(ctx, seen, next.state);
}

/** Asks for the money of a case, which from now on is what the order says, not what it was thought to be. */
export async function askMoney(ctx: Ctx, one: Case): Promise<Pick<Case, 'lines' | 'refundFen'>> {
  const refund = await orders.recordLineRefund(ctx, {
    orderId: one.orderId,
    key: one.caseId,
    lines: one.lines.map(({ lineNo, quantity }) => ({ lineNo, quantity })),
    reason: `售后退款：${REASONS[one.reason].text}`,
  });
  const fenOf = (lineNo: number) => refund.lines.find((line) => line.lineNo === lineNo)?.refundFen ?? 0;
  return {
    lines: one.lines.map((line) => ({ ...line, refundFen: fenOf(line.lineNo) })),
    refundFen: refund.amountFen,
  };
}

/** The money of a case is back. */
export async function recordMoneyBack(ctx: Ctx, caseId: string): Promise<void> {
  const seen = await findCase(caseId);
  if (!seen || !ASKED.includes(seen.state) || seen.state === 'refunded') return;
  await moveCase(ctx, seen, { path: ['refunded'], set: { problem: null } });
}
