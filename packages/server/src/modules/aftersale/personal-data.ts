import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section, Unfinished } from '../../kernel/personal-data';
import { KIND_TEXT, STATES, isOver, statusText } from './aftersale.rules';
import { blankCases, deleteErased, eachOf, listTheirs } from './personal.model';
import { REASONS } from './reason.rules';

const MOST_TOLD = 20;

/** Cases that have to end before their customer can leave. */
export async function unfinishedOf(_ctx: Ctx, leaving: Leaving): Promise<Unfinished[]> {
  const states = STATES.filter((state) => !isOver(state));
  return (await listTheirs(leaving, { states, limit: MOST_TOLD })).map((one) => ({
    kind: 'aftersale',
    number: one.caseNo,
    orderId: one.orderId,
    text: `${KIND_TEXT[one.kind]} · ${statusText(one)}`,
  }));
}

/** What came of a case stays with its order; who asked, and every free word written about it, is gone. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const ids = (await listTheirs(leaving, { limit: AT_ONCE })).map(({ _id }) => _id);
  if (ids.length === 0) return [];
  const nobody = { customerId: leaving.as, origin: leaving.as, contentHash: 'erased' };
  await blankCases(ids, { ...nobody, note: null, declinedReason: null });
  return effect('aftersale_cases', { kept: ids.length });
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

/** The customer's cases. Who decided is told as the place that did. */
export const exportOf = (_ctx: Ctx, customerId: string): Section[] => [
  { name: 'aftersales', title: '售后', rows: () => rows(customerId) },
];

async function* rows(customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const one of eachOf(customerId)) {
    yield {
      caseId: one._id,
      caseNo: one.caseNo,
      orderId: one.orderId,
      orderNo: one.orderNo,
      kind: one.kind,
      kindText: KIND_TEXT[one.kind],
      state: one.state,
      statusText: statusText(one),
      reason: REASONS[one.reason].text,
      note: one.note,
      declinedReason: one.declinedReason,
      lines: one.lines,
      refundFen: one.refundFen,
      decidedAt: one.store?.name ?? '总部',
      appliedAt: one.appliedAt,
      timeline: one.timeline.map(({ state, at, by }) => ({ state, at, by: roleOf(by) })),
    };
  }
}

const roleOf = (by: string): string => {
  if (by === 'member') return '本人';
  return by.startsWith('staff:') ? '员工' : '系统';
};
