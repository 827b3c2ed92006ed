import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { isErased } from '@omni/shared/erased';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as identity from '../identity';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import type { StaffRights } from './aftersale.rules';
import { findCase, listNewestFirst } from './case.model';
import type { Case } from './case.model';
import { presentCase, presentForStaff } from './present';
import type { CaseView, StaffCaseView } from './present';
import { requireCounterStaff, requireCounterStaffAt, rightsOf } from './require-rights';

type List = Contracts['aftersale.list'];
type StaffList = Contracts['aftersale.listForStaff'];
type One = { caseId: string };

/** The member's own case. Refuses: NOT_FOUND, also for somebody else's. */
export async function requireOwnCase(ctx: Ctx, caseId: string): Promise<Case> {
  const { customerId } = await identity.requireMember(ctx);
  const one = await findCase(caseId);
  if (one?.customerId !== customerId) throw new AppError('NOT_FOUND');
  return one;
}

export const getCase = async (ctx: Ctx, { caseId }: One): Promise<CaseView> =>
  presentCase(await requireOwnCase(ctx, caseId));

const placeOf = ({ appliedAt, caseId }: Case) => ({ at: appliedAt, id: caseId });

/** Refuses: INVALID_INPUT for a cursor we did not write. */
export async function listCases(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { customerId } = await identity.requireMember(ctx);
  const after = readCursor(input.cursor);
  const found = await listNewestFirst({
    customerId,
    ...(input.orderId === undefined ? {} : { orderId: input.orderId }),
    ...(after === undefined ? {} : { after }),
    limit: input.limit + 1,
  });
  const { page, nextCursor } = cutPage(found, input.limit, placeOf);
  return { items: page.map(presentCase), nextCursor };
}

/** Refuses: FORBIDDEN (also all stores at once, but to head office), NOT_FOUND (not their store), INVALID_INPUT (cursor). */
export async function listCasesForStaff(ctx: Ctx, input: Parsed<StaffList>): Promise<Answer<StaffList>> {
  const { storeId, state } = input;
  const member =
    storeId === undefined ? await requireHeadOffice(ctx) : await requireCounterStaffAt(ctx, storeId);
  const after = readCursor(input.cursor);
  const found = await listNewestFirst({
    ...(storeId === undefined ? {} : { storeId }),
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
    limit: input.limit + 1,
  });
  const { page, nextCursor } = cutPage(found, input.limit, placeOf);
  const items: StaffCaseView[] = [];
  for (const one of page) items.push(await presentForStaff(ctx, one, rightsOf(member, one)));
  return { items, nextCursor };
}

async function requireHeadOffice(ctx: Ctx): Promise<StaffMember> {
  const member = await requireCounterStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}

type Seen = { one: Case; may: StaffRights };

/** A case that is this member of staff's business. Refuses: FORBIDDEN, NOT_FOUND. */
export async function requireCaseOfStaff(
  ctx: Ctx,
  caseId: string,
  isTheirs: (may: StaffRights) => boolean,
): Promise<Seen> {
  const member = await requireCounterStaff(ctx);
  const found = await findCase(caseId);
  const one = found && !isErased(found.customerId) ? found : null;
  const may = one && rightsOf(member, one);
  if (!one || !may || !isTheirs(may)) throw new AppError('NOT_FOUND');
  return { one, may };
}

export async function getCaseForStaff(ctx: Ctx, { caseId }: One): Promise<StaffCaseView> {
  const { one, may } = await requireCaseOfStaff(
    ctx,
    caseId,
    ({ decides, exchanges }) => decides || exchanges,
  );
  await staff.recordAudit(ctx, {
    action: 'aftersale.seen',
    subject: caseId,
    ...(one.store ? { storeId: one.store.storeId } : {}),
  });
  return presentForStaff(ctx, one, may);
}
