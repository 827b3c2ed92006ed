import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { cutPage, readCursor } from '../../kernel/paging';
import { ALL_STAGES, FINISHED_SHOWN_MS } from './pickup.rules';
import { presentTask } from './present';
import { countStages, listOldestFirst } from './task.model';
import { requireCounter } from './work-on-task';

type List = Contracts['pickup.listQueue'];

/** A page of a store's queue; finished tasks of the last week only. Refuses: NOT_FOUND, INVALID_INPUT (cursor). */
export async function listQueue(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { storeId } = input;
  await requireCounter(ctx, storeId);
  const after = readCursor(input.cursor);
  const finishedSince = new Date(ctx.now.getTime() - FINISHED_SHOWN_MS);
  const found = await listOldestFirst({
    storeId,
    stages: input.stage === undefined ? ALL_STAGES : [input.stage],
    finishedSince,
    limit: input.limit + 1,
    ...(after === undefined ? {} : { after: { paidAt: after.at, orderId: after.id } }),
  });
  const { page, nextCursor } = cutPage(found, input.limit, ({ paidAt, orderId }) => ({
    at: paidAt,
    id: orderId,
  }));
  return { items: page.map(presentTask), nextCursor, counts: await countStages({ storeId, finishedSince }) };
}
