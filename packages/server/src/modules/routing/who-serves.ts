import type { Ctx } from '../../kernel/context';
import { findAssignment } from './assignment.model';
import type { AssignmentState } from './assignment.model';

export type Service = {
  state: AssignmentState;
  hop: number;
  /** Who was asked last, and under which id the goods are held there. */
  locationId: string | null;
  holdId: string | null;
};

/** How far the search for who serves an order is; null when it was never begun. */
export async function whoServes(_ctx: Ctx, orderId: string): Promise<Service | null> {
  const assignment = await findAssignment(orderId);
  if (!assignment) return null;
  const { state, hop, offer } = assignment;
  return { state, hop, locationId: offer?.locationId ?? null, holdId: offer?.holdId ?? null };
}
