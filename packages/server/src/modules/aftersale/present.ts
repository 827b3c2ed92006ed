import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as identity from '../identity';
import { KIND_TEXT, casePrompt, staffActions, statusText } from './aftersale.rules';
import type { StaffRights } from './aftersale.rules';
import type { Case, CaseStore } from './case.model';
import { REASONS } from './reason.rules';

export type CaseView = Answer<Contracts['aftersale.get']>;
export type StaffCaseView = Answer<Contracts['aftersale.getForStaff']>;

const storeOf = (place: CaseStore | null): { storeId: string; name: string } | null =>
  place && { storeId: place.storeId, name: place.name };

export function presentCase(one: Case): CaseView {
  const prompt = casePrompt({ ...one, exchangeStoreName: one.exchange?.name ?? null });
  return {
    caseId: one.caseId,
    caseNo: one.caseNo,
    orderId: one.orderId,
    orderNo: one.orderNo,
    kind: one.kind,
    kindText: KIND_TEXT[one.kind],
    state: one.state,
    ...prompt,
    reason: one.reason,
    reasonText: REASONS[one.reason].text,
    note: one.note,
    lines: one.lines,
    refundFen: one.refundFen,
    appliedAt: one.appliedAt.toISOString(),
    sendBackBefore: one.state === 'awaiting_return' ? (one.dueAt?.toISOString() ?? null) : null,
    exchangeStore: storeOf(one.exchange),
    receivedAt: storeOf(one.received),
    declinedReason: one.declinedReason,
    timeline: one.timeline.map(({ state, at }) => ({
      state,
      text: statusText({ kind: one.kind, state }),
      at: at.toISOString(),
    })),
  };
}

/** As one member of staff sees it. */
export async function presentForStaff(ctx: Ctx, one: Case, may: StaffRights): Promise<StaffCaseView> {
  const phone = await identity.maskedPhone(ctx, one.customerId);
  return {
    ...presentCase(one),
    store: storeOf(one.store),
    channel: one.channel,
    customerText: phone === null ? '顾客' : `顾客 ****${phone.slice(-4)}`,
    escalated: one.escalatedAt !== null,
    problem: one.problem,
    actions: staffActions(one, may),
  };
}
