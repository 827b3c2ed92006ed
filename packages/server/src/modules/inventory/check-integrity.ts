import type { Ctx } from '../../kernel/context';
import { problemsOf } from './integrity.rules';
import type { IntegrityProblem } from './integrity.rules';
import { ledgerSkus, ledgerSumsAt } from './ledger.model';
import { eachStock, findStock, stockIdsAmong } from './stock.model';
import { stockId } from './stock.rules';
import type { Stock } from './stock.rules';

export type IntegrityError = {
  /** `<locationId>/<skuId>`. */
  stock: string;
  problem: IntegrityProblem;
  detail: string;
};

const BATCH = 200;
const LOOKS = 5;

/**
 * Everything that does not add up, in all stock and the whole ledger; empty when the books are right. For checks after load or
 * faults: it reads everything, in batches, and may run beside sales (what looks wrong is looked at again before it is told).
 * `OVERPROMISED` is also what a count or an import that found too few leaves behind, and `BELOW_ZERO` when what was promised has
 * been handed over all the same.
 */
export async function integrityErrors(ctx: Ctx): Promise<IntegrityError[]> {
  const errors: IntegrityError[] = [];
  for await (const batch of inBatches(eachStock())) errors.push(...(await checkBatch(ctx, batch)));
  for await (const batch of inBatches(ledgerSkus())) {
    const ids = batch.map(({ locationId, skuId }) => stockId(locationId, skuId));
    const known = await stockIdsAmong(ids);
    for (const stock of ids.filter((id) => !known.has(id)))
      errors.push({ stock, problem: 'LEDGER_WITHOUT_STOCK', detail: '' });
  }
  return errors;
}

async function* inBatches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function checkBatch(ctx: Ctx, batch: Stock[]): Promise<IntegrityError[]> {
  const errors: IntegrityError[] = [];
  for (const locationId of new Set(batch.map((stock) => stock.locationId))) {
    const here = batch.filter((stock) => stock.locationId === locationId);
    const problems = await problemsAt(ctx, locationId, here);
    for (const stock of here)
      if (problems.get(stock._id)?.length) errors.push(...(await errorsOfStock(ctx, stock)));
  }
  return errors;
}

async function problemsAt(
  ctx: Ctx,
  locationId: string,
  stocks: Stock[],
): Promise<Map<string, Omit<IntegrityError, 'stock'>[]>> {
  const carried = stocks.flatMap(({ unposted }) => unposted.map(({ _id }) => _id));
  const skuIds = stocks.map(({ skuId }) => skuId);
  const posted = await ledgerSumsAt(locationId, skuIds, carried);
  return new Map(
    stocks.map((stock) => {
      const sums = { ...(posted.get(stock.skuId) ?? { onHand: 0, unsellable: 0 }) };
      for (const { quantity, unsellable = 0 } of stock.unposted) {
        sums.onHand += quantity;
        sums.unsellable += unsellable;
      }
      return [stock._id, problemsOf(stock, sums, ctx.now)];
    }),
  );
}

/** The same for one stock. It and its ledger are read one after the other: what moved in between is not an error. */
export async function errorsOfStock(
  ctx: Ctx,
  { _id, locationId }: Pick<Stock, '_id' | 'locationId'>,
): Promise<IntegrityError[]> {
  let found: Omit<IntegrityError, 'stock'>[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await findStock(_id);
    if (!before)
      return [{ stock: _id, problem: 'LEDGER_WITHOUT_STOCK', detail: 'gone while it was checked' }];
    found = (await problemsAt(ctx, locationId, [before])).get(_id) ?? [];
    const after = await findStock(_id);
    if (found.length === 0 || after?.moved === before.moved) break;
  }
  return found.map((one) => ({ stock: _id, ...one }));
}
