import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as inventory from '../inventory';
import * as staff from '../staff';
import { approvedPath } from './aftersale.rules';
import type { StaffRights, State } from './aftersale.rules';
import type { Case } from './case.model';
import { holdOfCase } from './hold-replacement';
import { moveCase, requireCase } from './move-case';
import { presentCase, presentForStaff } from './present';
import type { CaseView, StaffCaseView } from './present';
import { requireCaseOfStaff, requireOwnCase } from './read-cases';

type One = { caseId: string };

/** The shopper keeps the goods. Refuses: NOT_FOUND, AFTERSALE_STATE_CONFLICT. */
export async function cancelCase(ctx: Ctx, { caseId }: One): Promise<CaseView> {
  await requireOwnCase(ctx, caseId);
  await inTransaction(async () => {
    const one = await requireCase(caseId);
    if (one.state === 'cancelled') return;
    requireIn(one, ['applied', 'awaiting_return']);
    await moveCase(ctx, one, { path: ['cancelled'] });
  });
  return presentCase(await requireCase(caseId));
}

/**
 * Agreed: money goes back, or the goods may be brought back; a replacement is kept for good first. Refuses: FORBIDDEN, NOT_FOUND,
 * AFTERSALE_STATE_CONFLICT, AFTERSALE_REPLACEMENT_GONE, ORDER_NOT_REFUNDABLE (the order was given back otherwise).
 */
export async function approveCase(ctx: Ctx, { caseId }: One): Promise<StaffCaseView> {
  const { one, may } = await requireCaseOfStaff(ctx, caseId, ({ decides }) => decides);
  const hold = holdOfCase(one);
  if (one.state === 'applied' && hold && !(await inventory.keepHold(ctx, hold)).kept)
    throw new AppError('AFTERSALE_REPLACEMENT_GONE');
  return step(
    ctx,
    { caseId, may },
    {
      action: 'aftersale.approve',
      isDone: ({ timeline, state }) =>
        state !== 'declined' && timeline.some((past) => past.state === 'approved'),
      from: ['applied'],
      pathOf: ({ kind }) => approvedPath(kind),
    },
  );
}

/** Refuses: FORBIDDEN, NOT_FOUND, AFTERSALE_STATE_CONFLICT. */
export async function declineCase(
  ctx: Ctx,
  { caseId, why }: Parsed<Contracts['aftersale.decline']>,
): Promise<StaffCaseView> {
  const { may } = await requireCaseOfStaff(ctx, caseId, ({ decides }) => decides);
  return step(
    ctx,
    { caseId, may },
    {
      action: 'aftersale.decline',
      isDone: ({ state }) => state === 'declined',
      from: ['applied', 'awaiting_return'],
      pathOf: () => ['declined'],
      set: { declinedReason: why },
    },
  );
}

/** The new goods go over the counter, once. Refuses: FORBIDDEN, NOT_FOUND, AFTERSALE_STATE_CONFLICT. */
export async function handOverReplacement(ctx: Ctx, { caseId }: One): Promise<StaffCaseView> {
  const { may } = await requireCaseOfStaff(ctx, caseId, ({ exchanges }) => exchanges);
  return step(
    ctx,
    { caseId, may },
    {
      action: 'aftersale.handOverReplacement',
      isDone: ({ state }) => state === 'exchanged',
      from: ['received'],
      pathOf: () => ['exchanged'],
    },
  );
}

/** Money instead of the replacement. Refuses: FORBIDDEN, NOT_FOUND, AFTERSALE_STATE_CONFLICT, ORDER_NOT_REFUNDABLE. */
export async function refundInstead(ctx: Ctx, { caseId }: One): Promise<StaffCaseView> {
  const { may } = await requireCaseOfStaff(ctx, caseId, ({ exchanges }) => exchanges);
  return step(
    ctx,
    { caseId, may },
    {
      action: 'aftersale.refundInstead',
      isDone: ({ state }) => state === 'refunding' || state === 'refunded',
      from: ['received'],
      pathOf: () => ['refunding'],
    },
  );
}

type Step = {
  action: string;
  /** The same act was done before: it is not done again. */
  isDone: (one: Case) => boolean;
  from: readonly State[];
  pathOf: (one: Case) => readonly State[];
  set?: Partial<Case>;
};

async function step(
  ctx: Ctx,
  { caseId, may }: { caseId: string; may: StaffRights },
  what: Step,
): Promise<StaffCaseView> {
  await inTransaction(async () => {
    const one = await requireCase(caseId);
    if (what.isDone(one)) return;
    requireIn(one, what.from);
    await moveCase(ctx, one, { path: what.pathOf(one), ...(what.set ? { set: what.set } : {}) });
    const storeId = one.store?.storeId;
    await staff.recordAudit(ctx, {
      action: what.action,
      subject: caseId,
      ...(storeId === undefined ? {} : { storeId }),
    });
  });
  return presentForStaff(ctx, await requireCase(caseId), may);
}

export function requireIn(one: Case, states: readonly State[]): void {
  if (!states.includes(one.state)) throw new AppError('AFTERSALE_STATE_CONFLICT', { state: one.state });
}
