import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { isErased } from '@omni/shared/erased';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import { findAssignment } from './assignment.model';
import type { Assignment, AssignmentState, Explanation } from './assignment.model';
import { candidateText, summaryText } from './explain.rules';

type View = Answer<Contracts['routing.explain']>;

const STATE_TEXTS: Record<AssignmentState, string> = {
  offered: '待接单',
  accepted: '已接单',
  picking: '拣货中',
  ready: '已备好',
  handed_over: '已交付',
  shipped: '已发货',
  closed: '已结束',
  rerouting: '正在改派',
  stuck: '待人工处理',
};

function presentDecision(explanation: Explanation): View['decisions'][number] {
  const { at, hop, policyVersion, winner } = explanation;
  return {
    at: at.toISOString(),
    hop,
    summary: summaryText(explanation),
    policyVersion,
    winner: winner?.locationId ?? null,
    candidates: explanation.candidates.map((judged) => {
      const { storeId, name, distanceMetres } = judged.facts;
      const chosen = storeId === winner?.locationId;
      return {
        storeId,
        name,
        distanceMetres: distanceMetres === null ? null : Math.round(distanceMetres),
        chosen,
        rank: judged.rank,
        dropped: judged.dropped,
        text: candidateText(judged, chosen),
      };
    }),
  };
}

/** Whoever works in a store the order was ever at, and head office. */
async function requireConcerned(ctx: Ctx, { offer, excluded, explanations }: Assignment): Promise<void> {
  const member = await staff.requireStaff(ctx);
  const places = [offer?.locationId, ...excluded, ...explanations.map(({ winner }) => winner?.locationId)];
  const sees = places.some((place) => place !== undefined && staff.seesStore(member, place));
  if (!sees && member.role !== 'operator') throw new AppError('NOT_FOUND');
}

/** Why the order is where it is. Refuses: FORBIDDEN, NOT_FOUND (also an order that was never near the asker's stores). */
export async function explainOrder(ctx: Ctx, { orderId }: { orderId: string }): Promise<View> {
  await staff.requireStaff(ctx);
  const assignment = await findAssignment(orderId);
  if (!assignment || isErased(assignment.customerId)) throw new AppError('NOT_FOUND');
  await requireConcerned(ctx, assignment);
  const { state, offer, hop } = assignment;
  return {
    orderId,
    state,
    stateText: STATE_TEXTS[state],
    locationId: offer?.locationId ?? null,
    hop,
    leaseUntil: state === 'offered' ? (offer?.leaseUntil?.toISOString() ?? null) : null,
    decisions: assignment.explanations.map(presentDecision),
  };
}
