import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { cutPage, readCursor } from '../../kernel/paging';
import * as inventory from '../inventory';
import * as staff from '../staff';
import { changeIf, findAssignment, listStuckAfter } from './assignment.model';
import type { Assignment, Explanation } from './assignment.model';
import { stuckResolved } from './events';
import { placeOf } from './make-offer';
import type { Where } from './make-offer';
import { policyInForce, requireOperator } from './manage-policy';
import { offerTo } from './reroute-order';

type List = Contracts['routing.listStuck'];
type Resolve = Contracts['routing.resolveStuck'];

/** Refuses: FORBIDDEN, INVALID_INPUT (cursor). */
export async function listStuck(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  await requireOperator(ctx);
  const found = await listStuckAfter(readCursor(input.cursor), input.limit + 1);
  const { page, nextCursor } = cutPage(found, input.limit, ({ changedAt, orderId }) => ({
    at: changedAt,
    id: orderId,
  }));
  return { items: await Promise.all(page.map((one) => present(ctx, one))), nextCursor };
}

async function present(ctx: Ctx, assignment: Assignment): Promise<Answer<List>['items'][number]> {
  const { orderId, fulfilment, stuckReason, changedAt, hop, lines } = assignment;
  const places = await Promise.all(assignment.excluded.map((locationId) => placeOf(ctx, locationId)));
  return {
    orderId,
    fulfilment,
    reason: stuckReason ?? '',
    stuckAt: changedAt.toISOString(),
    hops: hop,
    lines,
    excluded: places.map(({ locationId, name }) => ({ locationId, name })),
  };
}

/**
 * A person decides: the order goes to a store (filters do not bind a person, stock does), or the money goes back. Once; the
 * second of two at the same time is refused. Refuses: FORBIDDEN, NOT_FOUND (order, store, or the warehouse for a pickup),
 * ROUTING_NOT_STUCK, OUT_OF_STOCK.
 */
export async function resolveStuck(ctx: Ctx, input: Parsed<Resolve>): Promise<Answer<Resolve>> {
  await requireOperator(ctx);
  const { orderId, action, storeId } = input;
  const assignment = await findAssignment(orderId);
  if (!assignment) throw new AppError('NOT_FOUND');
  if (assignment.state !== 'stuck') throw new AppError('ROUTING_NOT_STUCK');
  if (action === 'refund') await refund(ctx, orderId);
  else await assign(ctx, assignment, await requirePlace(ctx, assignment, storeId ?? ''));
  return { orderId, state: action === 'refund' ? 'closed' : 'offered' };
}

const refund = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    const set = { state: 'closed', changedAt: ctx.now };
    if (!(await changeIf(orderId, { state: 'stuck' }, { set }))) throw new AppError('ROUTING_NOT_STUCK');
    await tell(ctx, orderId, 'refund');
    await audit(ctx, orderId);
  });

const tell = (ctx: Ctx, orderId: string, action: 'assign' | 'refund'): Promise<void> =>
  publish(ctx, stuckResolved, { key: orderId, body: { orderId, action } });

const audit = (ctx: Ctx, orderId: string, storeId?: string): Promise<void> =>
  staff.recordAudit(ctx, {
    action: 'routing.resolveStuck',
    subject: orderId,
    ...(storeId === undefined ? {} : { storeId }),
  });

async function requirePlace(ctx: Ctx, { fulfilment }: Assignment, locationId: string): Promise<Where> {
  const where = await placeOf(ctx, locationId);
  const isPlace =
    locationId === inventory.WAREHOUSE
      ? fulfilment === 'delivery'
      : where.store !== null && where.store.status !== 'closed_down';
  if (!isPlace) throw new AppError('NOT_FOUND');
  return where;
}

async function assign(ctx: Ctx, assignment: Assignment, where: Where): Promise<void> {
  const { orderId, hop, excluded, stuckReason } = assignment;
  const rules = await policyInForce();
  const explanation: Explanation = {
    at: ctx.now,
    hop: hop + 1,
    trigger: 'assigned',
    cause: null,
    policyVersion: rules.version,
    excluded,
    winner: null,
    candidates: [],
    warehouse: [],
    looked: false,
  };
  const only = { state: 'stuck', hop };
  const reason = stuckReason ?? '人工指派';
  const result = await offerTo(ctx, { assignment, rules, explanation, reason, only }, where);
  if (result === 'taken') throw new AppError('OUT_OF_STOCK');
  if (result === 'over') throw new AppError('ROUTING_NOT_STUCK');
  await inTransaction(async () => {
    await tell(ctx, orderId, 'assign');
    await audit(ctx, orderId, where.locationId);
  });
}
