import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { ImportNote } from './import-rows.rules';

export type ImportReport = {
  rows: number;
  changed: number;
  unchanged: number;
  already: number;
  refused: number;
  notes: ImportNote[];
};
/** One call of an import: what came in, and what became of it. */
type ImportPart = {
  /** `<importId>/<part>`. */
  _id: string;
  /** Of its rows: the same id with other rows is another import by mistake. */
  digest: string;
  startedAt: Date;
  report: ImportReport | null;
};

const schema = new Schema<ImportPart>(
  {
    _id: { type: String, required: true },
    digest: { type: String, required: true },
    startedAt: { type: Date, required: true },
    report: { type: Schema.Types.Mixed, default: null },
  },
  { versionKey: false },
);
const Imports = model('stockImport', schema, 'stock_imports');

const partId = (importId: string, part: number): string => `${importId}/${part}`;

/** The part as it was begun, now or by an earlier call. */
export async function beginPart(
  { importId, part }: { importId: string; part: number },
  begun: Pick<ImportPart, 'digest' | 'startedAt'>,
): Promise<ImportPart> {
  const _id = partId(importId, part);
  const first = { ...begun, _id, report: null };
  try {
    await Imports.create([first]);
    return first;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await Imports.findById(_id).lean<ImportPart>()) ?? first;
  }
}

/** Keeps the first report. False: there was one. */
export async function finishPart(importId: string, part: number, report: ImportReport): Promise<boolean> {
  const { matchedCount } = await Imports.updateOne(
    { _id: partId(importId, part), report: null },
    { $set: { report } },
  );
  return matchedCount === 1;
}
