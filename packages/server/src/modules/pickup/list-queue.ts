import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import { ALL_STAGES, FINISHED_SHOWN_MS } from './pickup.rules';
import { presentTask } from './present';
import { countStages, listOldestFirst } from './task.model';
import type { After } from './task.model';

type List = Contracts['pickup.listQueue'];

/** A page of a store's queue; finished tasks of the last week only. Refuses: NOT_FOUND, INVALID_INPUT (cursor). */
export async function listQueue(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { storeId } = input;
  await staff.requireAtStore(ctx, storeId);
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor);
  if (after === null) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  const finishedSince = new Date(ctx.now.getTime() - FINISHED_SHOWN_MS);
  const found = await listOldestFirst({
    storeId,
    stages: input.stage === undefined ? ALL_STAGES : [input.stage],
    finishedSince,
    limit: input.limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(presentTask),
    nextCursor: last && found.length > page.length ? writeCursor(last) : null,
    counts: await countStages({ storeId, finishedSince }),
  };
}

const writeCursor = ({ paidAt, orderId }: After): string =>
  Buffer.from(`${paidAt.getTime()}~${orderId}`).toString('base64url');

function readCursor(cursor: string): After | null {
  const match = /^(\d{1,15})~([0-9a-z]{20})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  return match?.[1] && match[2] ? { paidAt: new Date(Number(match[1])), orderId: match[2] } : null;
}
