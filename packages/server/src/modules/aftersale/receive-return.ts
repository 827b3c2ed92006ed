import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { isErased } from '@omni/shared/erased';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as inventory from '../inventory';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import * as stores from '../stores';
import { receivedPath } from './aftersale.rules';
import { findByNo } from './case.model';
import type { Case, CaseStore } from './case.model';
import { requireIn } from './decide-case';
import { moveCase, requireCase } from './move-case';
import { presentForStaff } from './present';
import type { StaffCaseView } from './present';
import { requireCounterStaffAt, rightsOf } from './require-rights';

type Find = Parsed<Contracts['aftersale.findReturn']>;
type Receive = Parsed<Contracts['aftersale.receiveReturn']>;

/** The case somebody brings goods for. Refuses: FORBIDDEN, NOT_FOUND (also a case no goods are awaited for), AFTERSALE_WRONG_STORE. */
export async function findReturn(ctx: Ctx, input: Find): Promise<StaffCaseView> {
  const { member, one } = await openByNo(ctx, input);
  if (one.state !== 'awaiting_return' && one.received?.storeId !== input.storeId)
    throw new AppError('NOT_FOUND');
  const { storeId } = input;
  await staff.recordAudit(ctx, { action: 'aftersale.findReturn', subject: one.caseId, storeId });
  return presentForStaff(ctx, one, rightsOf(member, one));
}

/**
 * Goods came back: one conditional update of the case, so that of two stores exactly one takes them; that one's stock grows (by
 * news), and the money of a return is asked for. Refuses: FORBIDDEN, NOT_FOUND, AFTERSALE_WRONG_STORE (exchange elsewhere),
 * AFTERSALE_STATE_CONFLICT, ORDER_NOT_REFUNDABLE.
 */
export async function receiveReturn(ctx: Ctx, input: Receive): Promise<StaffCaseView> {
  const { member, one } = await openByNo(ctx, input);
  const { caseId } = one;
  const place = await placeOf(ctx, input.storeId);
  await inTransaction(async () => {
    const now = await requireCase(caseId);
    if (now.received?.storeId === input.storeId) return;
    requireIn(now, ['awaiting_return']);
    const received = { ...place, condition: input.condition, at: ctx.now };
    await moveCase(ctx, now, { path: receivedPath(now.kind), set: { received } });
    await staff.recordAudit(ctx, {
      action: 'aftersale.receiveReturn',
      subject: caseId,
      storeId: input.storeId,
    });
  });
  const after = await requireCase(caseId);
  return presentForStaff(ctx, after, rightsOf(member, after));
}

async function openByNo(ctx: Ctx, { storeId, caseNo }: Find): Promise<{ member: StaffMember; one: Case }> {
  const member = await requireCounterStaffAt(ctx, storeId);
  const one = await findByNo(caseNo);
  if (!one || isErased(one.customerId)) throw new AppError('NOT_FOUND');
  if (one.exchange && one.exchange.storeId !== storeId)
    throw new AppError('AFTERSALE_WRONG_STORE', { storeName: one.exchange.name });
  return { member, one };
}

async function placeOf(ctx: Ctx, storeId: string): Promise<CaseStore> {
  if (storeId === inventory.WAREHOUSE) return { storeId, name: '仓库' };
  const { name } = await stores.requireStore(ctx, storeId);
  return { storeId, name };
}
