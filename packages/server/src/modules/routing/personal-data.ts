import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving } from '../../kernel/personal-data';
import { findAssignment } from './assignment.model';
import { blankAssignments, deleteErased, forgetNotes, listNaming } from './personal.model';

/**
 * Which place served an order stays; for whom, and where they are, is gone: the point, and the distances from which it could be worked
 * out again. Joins the caller's transaction.
 */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const ids = await listNaming(leaving, AT_ONCE);
  if (ids.length === 0) return [];
  const own = ids.filter((id) => leaving.orderIds.includes(id));
  await blankAssignments(ids, { customerId: leaving.as });
  await blankAssignments(own, { point: null, explanations: [] });
  await forgetNotes(own);
  return effect('assignments', { kept: ids.length });
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

/** Why an order was served where it was, and what was known of the way there. */
export async function* exportOf(_ctx: Ctx, orderId: string): AsyncGenerator<Record<string, unknown>> {
  const assignment = await findAssignment(orderId);
  if (!assignment) return;
  const { fulfilment, point, chosenStoreId, state, begunAt, explanations } = assignment;
  const decisions = explanations.map(({ at, trigger, winner }) => ({
    at,
    trigger,
    place: winner?.name ?? null,
  }));
  yield { orderId, fulfilment, point, chosenStoreId, state, begunAt, decisions };
}
