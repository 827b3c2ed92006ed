import type { Answer, Parsed } from '@omni/shared/contract';
import { Code } from '@omni/shared/contracts/common';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as catalog from '../catalog';
import { ledgerSums, listMovements } from './ledger.model';
import type { MovementView } from './present';
import { namesOf, presentMovement, presentStock } from './present';
import { requireAtLocation } from './require-keeper';
import { findStock, listStocks, postMovements } from './stock.model';
import { emptyStock, stockId } from './stock.rules';
import type { Movement } from './stock.rules';

type List = Contracts['inventory.list'];

/** The page goes on after this SKU. Refuses: INVALID_INPUT for a cursor we did not write. */
function readSku(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  if (!Code.safeParse(cursor).success) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  return cursor;
}

/** Stock of one location by SKU. Refuses: FORBIDDEN, NOT_FOUND, INVALID_INPUT (cursor). */
export async function listStock(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { storeId, search, availableAtMost, limit } = input;
  await requireAtLocation(ctx, storeId);
  const after = readSku(input.cursor);
  const found = await listStocks(storeId, {
    limit: limit + 1,
    ...(search === undefined ? {} : { skuIds: await catalog.searchSkus(ctx, search) }),
    ...(availableAtMost === undefined ? {} : { availableAtMost }),
    ...(after === undefined ? {} : { after }),
  });
  const page = found.slice(0, limit);
  const cards = await catalog.findSkus(
    ctx,
    page.map(({ skuId }) => skuId),
  );
  return {
    items: page.map((stock) => presentStock(stock, cards)),
    nextCursor: found.length > limit ? (page.at(-1)?.skuId ?? null) : null,
  };
}

type History = Contracts['inventory.history'];

/** Every movement of one SKU, newest first. Refuses: FORBIDDEN, NOT_FOUND, INVALID_INPUT (cursor). */
export async function showHistory(ctx: Ctx, input: Parsed<History>): Promise<Answer<History>> {
  const { storeId, skuId, limit } = input;
  await requireAtLocation(ctx, storeId);
  const after = readCursor(input.cursor);
  const sku = { locationId: storeId, skuId };
  const stock = await findStock(stockId(storeId, skuId));
  const cards = await catalog.findSkus(ctx, [skuId]);
  if (!stock && !cards.has(skuId)) throw new AppError('NOT_FOUND');
  // What a call is about to post belongs to the history already.
  if (stock) await postMovements(stock);
  const found = await listMovements(sku, { limit: limit + 1, ...(after ? { after } : {}) });
  const { page, nextCursor } = cutPage(found, limit, ({ at, _id }) => ({ at, id: _id }));
  return {
    stock: presentStock(stock ?? emptyStock(storeId, skuId), cards),
    items: await withBalances(ctx, page),
    nextCursor,
  };
}

/** The balance is added up from the ledger itself, not taken from the stock it should agree with. */
async function withBalances(ctx: Ctx, page: Movement[]): Promise<MovementView[]> {
  const [newest] = page;
  if (!newest) return [];
  let balance = (await ledgerSums(newest, { at: newest.at, id: newest._id })).onHand;
  const names = await namesOf(
    ctx,
    page.map(({ by }) => by),
  );
  return page.map((row) => {
    const view = presentMovement(row, { balance, names });
    balance -= row.quantity;
    return view;
  });
}
