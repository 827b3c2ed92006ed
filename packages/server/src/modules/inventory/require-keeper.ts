import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as staff from '../staff';
import type { StaffMember, StaffRole } from '../staff';
import * as stores from '../stores';
import { WAREHOUSE } from './stock.rules';

/** Who may look at a location's stock. Refuses: FORBIDDEN, NOT_FOUND (not one of theirs, or no such location). */
export async function requireAtLocation(ctx: Ctx, locationId: string): Promise<StaffMember> {
  const member = await staff.requireAtStore(ctx, locationId);
  const known = locationId === WAREHOUSE || (await stores.findStores(ctx, [locationId])).length > 0;
  if (!known) throw new AppError('NOT_FOUND');
  return member;
}

/** Guides sell and marketers look: neither touches the numbers. */
const KEEPERS: readonly StaffRole[] = ['clerk', 'manager', 'operator'];
/** What is kept back decides on what everybody sells. */
const HEADS: readonly StaffRole[] = ['manager', 'operator'];

async function requireRole(ctx: Ctx, locationId: string, roles: readonly StaffRole[]): Promise<StaffMember> {
  const member = await requireAtLocation(ctx, locationId);
  if (!roles.includes(member.role)) throw new AppError('FORBIDDEN');
  return member;
}

/** Who may count and adjust: clerks and managers of the store, operators everywhere. Refuses: FORBIDDEN, NOT_FOUND. */
export const requireKeeper = (ctx: Ctx, locationId: string): Promise<StaffMember> =>
  requireRole(ctx, locationId, KEEPERS);

/** Who may say what is kept back: managers of the store, operators everywhere. Refuses: FORBIDDEN, NOT_FOUND. */
export const requireHead = (ctx: Ctx, locationId: string): Promise<StaffMember> =>
  requireRole(ctx, locationId, HEADS);

/** Who may speak for every location at once. Refuses: FORBIDDEN. */
export async function requireOperator(ctx: Ctx): Promise<StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}

/** Refuses: NOT_FOUND for a SKU that no goods have. */
export async function requireSku(ctx: Ctx, skuId: string): Promise<void> {
  if (!(await catalog.findSkus(ctx, [skuId])).has(skuId)) throw new AppError('NOT_FOUND', { skuId });
}
