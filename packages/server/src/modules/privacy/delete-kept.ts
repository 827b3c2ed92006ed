import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import * as identity from '../identity';
import * as orders from '../orders';
import { countGone } from './erasure.model';
import { listDue, prolong, takeKeeps } from './keep.model';
import type { KeepRow } from './keep.model';
import { forgetKept } from './parts';

const AT_ONCE = 50;
const MOST_ROUNDS = 200;

/** What the law wanted kept of people who left has had its time, and goes with everything that hangs on it. */
export async function deleteKept(ctx: Ctx): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = await listDue(ctx.now, AT_ONCE);
    if (due.length === 0) return;
    await inTransaction(() => deleteThese(ctx, due));
  }
}

async function deleteThese(ctx: Ctx, due: KeepRow[]): Promise<void> {
  const still = await orders.stillKept(ctx, idsOf(due, 'order'));
  await prolong(still);
  const stays = new Set(still.map(({ id }) => id));
  const over = due.filter(({ kind, documentId }) => kind !== 'order' || !stays.has(documentId));
  const rows = await takeKeeps(over.map(({ _id }) => _id));
  await forgetKept(ctx, { orderIds: idsOf(rows, 'order'), couponIds: idsOf(rows, 'coupon') });
  await identity.deleteWords(idsOf(rows, 'consent'));
  for (const { certificateNo, because } of rows) await countGone(certificateNo, because, 1);
}

const idsOf = (rows: readonly KeepRow[], of: KeepRow['kind']): string[] =>
  rows.filter(({ kind }) => kind === of).map(({ documentId }) => documentId);
