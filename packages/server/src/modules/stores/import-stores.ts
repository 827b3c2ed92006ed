import type { Ctx } from '../../kernel/context';
import { toGcj02 } from './datum';
import type { Datum } from './datum';
import type { RawStore } from './import-format.rules';
import { readRows } from './import-rows.rules';
import type { Note } from './import-rows.rules';
import { compareStores, findByIds, putStores } from './store.model';
import type { Change, Store } from './store.model';

export type Import = { rows: RawStore[]; datum: Datum; dryRun: boolean };
export type ImportReport = Record<Change, number> & { rows: number; refused: number; notes: Note[] };

/**
 * Takes over stores from a file: checked, repaired where the meaning is plain, converted to GCJ-02. Run again with the same
 * file it changes nothing. A store that we know keeps its status and how orders reach it: a file does not open what staff
 * have closed.
 */
export async function importStores(ctx: Ctx, { rows, datum, dryRun }: Import): Promise<ImportReport> {
  const read = readRows(rows);
  const known = new Map((await findByIds(read.stores.map((s) => s.storeId))).map((s) => [s.storeId, s]));
  const stores = read.stores.map(({ row: _row, latitude, longitude, ...rest }): Store => ({
    ...known.get(rest.storeId),
    ...rest,
    ...toGcj02({ latitude, longitude }, datum),
    status: known.get(rest.storeId)?.status ?? 'open',
    source: 'import',
  }));
  const changes = [...(await compareStores(stores)).values()];
  if (!dryRun) await putStores(stores, ctx.now);
  const count = (change: Change) => changes.filter((one) => one === change).length;
  return {
    rows: rows.length,
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: rows.length - stores.length,
    notes: read.notes,
  };
}
