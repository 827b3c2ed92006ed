import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import { requireStore, routingOf } from './find-stores';
import { tellOtherProcesses } from './news';
import { indexIsLoaded, refreshIndex } from './store-index';
import { changeStore } from './store.model';
import type { Store } from './store.model';

type View = Answer<Contracts['stores.getRouting']>;
type SetRouting = Parsed<Contracts['stores.setRouting']>;
type SetOutage = Parsed<Contracts['stores.setOutage']>;

const MAY_CHANGE = ['manager', 'operator'];

/** Refuses: FORBIDDEN (other roles), NOT_FOUND (not one of theirs, closed for good, or no store at all). */
async function requireManaged(ctx: Ctx, storeId: string): Promise<void> {
  const { role } = await staff.requireAtStore(ctx, storeId);
  if (!MAY_CHANGE.includes(role)) throw new AppError('FORBIDDEN');
  await requireStore(ctx, storeId);
}

async function change(ctx: Ctx, storeId: string, facts: Partial<Store>): Promise<void> {
  if (!(await changeStore(storeId, facts, ctx.now))) throw new AppError('NOT_FOUND');
  if (indexIsLoaded()) await refreshIndex();
  await tellOtherProcesses();
}

function present(store: Store, now: Date): View {
  const outage = store.outage && store.outage.until > now ? store.outage : null;
  return {
    storeId: store.storeId,
    specialDays: store.specialDays ?? [],
    holidayHours: store.holidayHours === undefined ? 'normal' : store.holidayHours,
    ...routingOf(store),
    outage: outage && { until: outage.until.toISOString(), reason: outage.reason },
  };
}

/** Refuses: FORBIDDEN, NOT_FOUND. */
export async function getRouting(ctx: Ctx, { storeId }: { storeId: string }): Promise<View> {
  await staff.requireAtStore(ctx, storeId);
  return present(await requireStore(ctx, storeId), ctx.now);
}

/** Changes what is named and nothing else. Refuses: FORBIDDEN, NOT_FOUND. */
export async function setRouting(ctx: Ctx, { storeId, ...given }: SetRouting): Promise<View> {
  await requireManaged(ctx, storeId);
  // Absent keys are absent: a fact that is there and undefined would be written as null.
  const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  await change(ctx, storeId, facts);
  await staff.recordAudit(ctx, { action: 'stores.setRouting', subject: storeId, storeId });
  return present(await requireStore(ctx, storeId), ctx.now);
}

/** A person closes the store for orders, or opens it again (`until` null). Refuses: FORBIDDEN, NOT_FOUND. */
export async function setOutage(ctx: Ctx, { storeId, until, reason }: SetOutage): Promise<View> {
  await requireManaged(ctx, storeId);
  await change(ctx, storeId, { outage: until === null ? null : { until: new Date(until), reason } });
  await staff.recordAudit(ctx, { action: 'stores.setOutage', subject: storeId, storeId });
  return present(await requireStore(ctx, storeId), ctx.now);
}

/**
 * The store takes no orders until then; an outage that lasts longer already stays. Told twice it is the same. Not inside a
 * transaction: other processes are told at once. A store that is no more is passed over.
 */
export async function declareOutage(
  ctx: Ctx,
  storeId: string,
  outage: { until: Date; reason: string },
): Promise<void> {
  const store = await requireStore(ctx, storeId).catch(() => null);
  if (!store || (store.outage && store.outage.until >= outage.until)) return;
  await change(ctx, storeId, { outage });
}
