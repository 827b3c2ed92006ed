import { createHash } from 'node:crypto';
import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { ImportNoteCode } from '@omni/shared/contracts/inventory';
import type { Ctx } from '../../kernel/context';
import { inTransaction, refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as staff from '../staff';
import * as stores from '../stores';
import { noteOf, readRow, sift } from './import-rows.rules';
import type { RawRow, ReadRow } from './import-rows.rules';
import { beginPart, finishPart } from './import.model';
import type { ImportReport } from './import.model';
import { movedSince } from './ledger.model';
import { TRIES } from './move-stock';
import { requireOperator } from './require-keeper';
import { applyMovement, findStock, insertStock, markImported, postMovements } from './stock.model';
import { emptyStock, movement, recounted, stockId, WAREHOUSE } from './stock.rules';
import type { Stock } from './stock.rules';

export type ImportPart = {
  importId: string;
  part: number;
  rows: RawRow[];
  /** When the numbers were true; null: now. */
  asOf: Date | null;
  dryRun: boolean;
  /** Userid of who imports; null: a command. */
  by: string | null;
};

type Import = Contracts['inventory.importRows'];
/** Refuses: FORBIDDEN (not an operator), REQUEST_REUSED (the same import and part with other rows). */
export async function importByStaff(ctx: Ctx, input: Parsed<Import>): Promise<Answer<Import>> {
  const { userid } = await requireOperator(ctx);
  const { importId, part, asOf, dryRun } = input;
  const rows = input.rows.map((row, i) => ({ ...row, row: i + 1 }));
  const time = asOf === undefined ? null : new Date(asOf);
  const { report } = await importPart(ctx, { importId, part, rows, asOf: time, dryRun, by: userid });
  return report;
}

/**
 * Sets the stock of up to some hundred rows, each once per import, however often and wherever this is broken off and begun
 * again: a sale in between is not undone. Rows that cannot be taken are in the report. Of two imports the one that began later
 * wins. With `asOf`, what came and went since then is added to the numbers. `again`: the report is that of an earlier call.
 */
export async function importPart(
  ctx: Ctx,
  input: ImportPart,
): Promise<{ report: ImportReport; again: boolean }> {
  refuseInsideTransaction('inventory.importPart');
  const { importId, part, rows } = input;
  const { taken, notes } = await readRows(ctx, rows);
  if (input.dryRun) {
    const outcomes = await inTens(taken, async (row) => tryRow(row));
    return { report: sumUp(rows.length, notes, { taken, outcomes }), again: false };
  }
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const begun = await beginPart(input, { digest, startedAt: ctx.now });
  if (begun.digest !== digest) throw new AppError('REQUEST_REUSED');
  if (begun.report) return { report: begun.report, again: true };
  const outcomes = await inTens(taken, (row) =>
    importRow(ctx, row, { ...input, startedAt: begun.startedAt }),
  );
  const report = sumUp(rows.length, notes, { taken, outcomes });
  await inTransaction(async () => {
    if (!(await finishPart(importId, part, report))) return;
    await staff.recordAudit(ctx, { action: 'inventory.importRows', subject: `${importId}/${part}` });
  });
  return { report, again: false };
}

async function readRows(ctx: Ctx, rows: RawRow[]): Promise<ReturnType<typeof sift>> {
  const each = rows.map(readRow);
  const good = each.flatMap(({ read }) => read ?? []);
  const distinct = (values: string[]) => [...new Set(values)];
  const found = await stores.findStores(ctx, distinct(good.map(({ locationId }) => locationId)));
  const open = found.filter(({ status }) => status !== 'closed_down').map(({ storeId }) => storeId);
  const skus = await catalog.findSkus(ctx, distinct(good.map(({ skuId }) => skuId)));
  const known = { locations: new Set([WAREHOUSE, ...open]), skus: new Set(skus.keys()) };
  const { taken, notes } = sift(good, known);
  const took = new Set(taken.map(({ row }) => row));
  // A repair is worth telling only of a row that was taken.
  const own = each
    .flatMap((one) => one.notes)
    .filter((note) => note.verdict === 'refused' || took.has(note.row));
  return { taken, notes: [...own, ...notes] };
}

type Outcome =
  | 'changed'
  | 'unchanged'
  | 'already'
  | Extract<ImportNoteCode, 'DUPLICATE_ROW' | 'NEWER_IMPORT' | 'STOCK_BUSY'>;

async function tryRow({ locationId, skuId, onHand }: ReadRow): Promise<Outcome> {
  const stock = await findStock(stockId(locationId, skuId));
  return (stock?.onHand ?? 0) === onHand ? 'unchanged' : 'changed';
}

async function importRow(ctx: Ctx, row: ReadRow, part: ImportPart & { startedAt: Date }): Promise<Outcome> {
  const { locationId, skuId } = row;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const seen = await findStock(stockId(locationId, skuId));
    const last = seen?.imported;
    if (last?.id === part.importId) return last.part === part.part ? 'already' : 'DUPLICATE_ROW';
    if (last && last.startedAt > part.startedAt) return 'NEWER_IMPORT';
    if (!seen) await insertStock(emptyStock(locationId, skuId));
    const outcome = await setOnce(ctx, { row, part, seen: seen ?? emptyStock(locationId, skuId) });
    if (outcome) return outcome;
  }
  return 'STOCK_BUSY';
}

type Setting = { row: ReadRow; part: ImportPart & { startedAt: Date }; seen: Stock };

/** null: something came between. */
async function setOnce(ctx: Ctx, { row, part, seen }: Setting): Promise<'changed' | 'unchanged' | null> {
  const { locationId, skuId } = row;
  const { importId: id, startedAt, asOf } = part;
  if (asOf) await postMovements(seen);
  const since = asOf ? await movedSince(row, asOf) : 0;
  const change = recounted(seen, Math.max(0, row.onHand + since));
  const set = {
    imported: { id, part: part.part, startedAt },
    ...(row.safety === undefined ? {} : { safety: row.safety }),
  };
  const where = { moved: seen.moved ?? 0, importId: seen.imported?.id ?? null };
  if (change.quantity === 0) return (await markImported(seen._id, where, set)) ? 'unchanged' : null;
  const who = part.by === null ? {} : { by: part.by };
  const ref = `${id}.${part.part}`;
  const by = movement({ locationId, skuId, ...change, ...who, reason: 'imported', ref, at: ctx.now });
  const stock = await applyMovement(seen._id, by, { where, set });
  if (!stock) return null;
  await postMovements(stock);
  return 'changed';
}

const AT_ONCE = 10;
async function inTens<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return results;
}

function sumUp(
  rows: number,
  notes: ImportReport['notes'],
  { taken, outcomes }: { taken: ReadRow[]; outcomes: Outcome[] },
): ImportReport {
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const [changed, unchanged, already] = [count('changed'), count('unchanged'), count('already')];
  const late = taken.flatMap((row, i) => {
    const code = outcomes[i];
    const isTaken = code === undefined || code === 'changed' || code === 'unchanged' || code === 'already';
    return isTaken ? [] : [noteOf(row, { code, verdict: 'refused' })];
  });
  const all = [...notes, ...late].sort((a, b) => a.row - b.row);
  return { rows, changed, unchanged, already, refused: rows - changed - unchanged - already, notes: all };
}
