import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Point } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import * as inventory from '../inventory';
import { changeIf, findAssignment, insertAssignment } from './assignment.model';
import type { Assignment, Explanation, Offer } from './assignment.model';
import { mergeLines } from './candidate.rules';
import type { Line } from './choose.rules';
import { seekShippingStore } from './jobs';
import { draftOffer, placeOf, tellEnd, tellOffer } from './make-offer';
import type { Where } from './make-offer';
import { policyInForce } from './manage-policy';
import type { InForce } from './manage-policy';

export type Begin = {
  orderId: string;
  customerId: string;
  channel: SalesChannel;
  fulfilment: 'pickup' | 'delivery';
  /** Where the shopper is or has it sent, GCJ-02; null: not known. */
  point: Point | null;
  lines: Line[];
  chosenStoreId: string | null;
  /** The store of the guide the customer is bound to. */
  guideStoreId?: string | null;
  /** The goods are held for good under this id, here. */
  holdId: string;
  locationId: string;
};

/**
 * The order is paid and its goods are held: they are offered to the place where they lie. Joins the caller's transaction;
 * begun again it is the same. The surroundings are recorded later, so that paying does not wait for a search.
 */
export const begin = (ctx: Ctx, input: Begin): Promise<void> =>
  inTransaction(async () => {
    const rules = await policyInForce();
    const where = await placeOf(ctx, input.locationId);
    const assignment = draft(ctx, { input, where, rules, hop: 0 });
    if (!(await insertAssignment(assignment))) return;
    await announce(ctx, assignment, where);
    if (seeksStore(assignment, rules)) await seek(ctx, assignment);
  });

const seeksStore = (
  { fulfilment, point, offer }: Pick<Assignment, 'fulfilment' | 'point' | 'offer'>,
  { policy }: InForce,
): boolean =>
  policy.shipFromStore &&
  fulfilment === 'delivery' &&
  point !== null &&
  offer?.locationId === inventory.WAREHOUSE;

const seek = (ctx: Ctx, { orderId }: Assignment): Promise<void> =>
  later(ctx, seekShippingStore, { key: orderId, body: { orderId }, at: ctx.now });

async function announce(ctx: Ctx, { orderId, offer }: Assignment, where: Where): Promise<void> {
  if (offer) await tellOffer(ctx, { offer, where }, { orderId, fromLocationId: null, reason: null });
}

type Draft = { input: Begin; where: Where; rules: InForce; hop: number };

function draft(ctx: Ctx, { input, where, rules, hop }: Draft): Assignment & { offer: Offer } {
  const { holdId, locationId: _at, lines, ...facts } = input;
  const { orderId } = input;
  const chosen: Explanation = {
    at: ctx.now,
    hop,
    trigger: 'chosen',
    cause: null,
    policyVersion: rules.version,
    excluded: [],
    winner: { locationId: where.locationId, name: where.name },
    candidates: [],
    warehouse: [],
    looked: false,
  };
  return {
    ...facts,
    guideStoreId: input.guideStoreId ?? null,
    lines: mergeLines(lines),
    state: 'offered',
    hop,
    moves: 0,
    offer: draftOffer(ctx, where, { orderId, hop, holdId, policy: rules.policy }),
    excluded: [],
    explanations: [chosen],
    stuckReason: null,
    begunAt: ctx.now,
    changedAt: ctx.now,
  };
}

const RESTARTABLE = ['offered', 'accepted', 'rerouting', 'stuck'];

/**
 * The customer changed what the order is (a delivery became a pickup, other goods): the old offer ends, and the goods are
 * offered anew where they lie now, as a new hop with the hold of the order's owner. Joins the caller's transaction.
 * Refuses: ORDER_STATE_CONFLICT when somebody is already packing it, or it is over.
 */
export const restart = (ctx: Ctx, input: Begin): Promise<void> =>
  inTransaction(async () => {
    const before = await findAssignment(input.orderId);
    if (!before) return begin(ctx, input);
    const { offer: old, hop, orderId } = before;
    const where = await placeOf(ctx, input.locationId);
    const after = draft(ctx, { input, where, rules: await policyInForce(), hop: hop + 1 });
    const { orderId: _id, explanations, begunAt: _begun, ...set } = after;
    const only = { hop, state: { $in: RESTARTABLE } };
    const explanation = explanations[0];
    if (!(await changeIf(orderId, only, { set, ...(explanation ? { explanation } : {}) })))
      throw new AppError('ORDER_STATE_CONFLICT');
    if (old && before.state !== 'rerouting' && before.state !== 'stuck')
      await tellEnd(ctx, before, { ...old, how: 'moved' });
    await announce(ctx, after, where);
  });
