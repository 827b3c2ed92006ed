import { Schema, model } from 'mongoose';
import type { QueryFilter } from 'mongoose';

export type AuditRow = {
  _id: string;
  at: Date;
  /** A userid, or `system:<job>`. */
  by: string;
  action: string;
  subject: string;
  storeId: string | null;
  /** The reason somebody gave; null where none is asked for. */
  note: string | null;
  traceId: string;
};

const schema = new Schema<AuditRow>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    action: { type: String, required: true },
    subject: { type: String, required: true },
    storeId: { type: String, default: null },
    note: { type: String, default: null },
    traceId: { type: String, required: true },
  },
  { versionKey: false },
)
  .index({ subject: 1, at: -1 })
  .index({ by: 1, at: -1 });
const AuditLog = model('auditEntry', schema, 'audit_log');

export const insertAudit = async (row: AuditRow): Promise<void> => {
  await AuditLog.create([row]);
};

/** All rows on these subjects, oldest first. */
export const eachAuditOf = (subjects: string[]): AsyncIterable<AuditRow> =>
  AuditLog.find({ subject: { $in: subjects } })
    .sort({ at: 1, _id: 1 })
    .lean<AuditRow[]>()
    .cursor();

/** Rows on these subjects speak of somebody else from now on, without the reason; answers how many at most `limit` were. */
export async function renameSubjects(of: RowsOf, as: string, limit: number): Promise<number> {
  return blank(await idsOf({ subject: { $in: of.subjects }, at: { $lt: of.before } }, limit), {
    subject: as,
    note: null,
  });
}
type RowsOf = { subjects: string[]; before: Date };

/** The same for rows whose reason alone may name somebody. */
export async function forgetReasons(of: RowsOf, limit: number): Promise<number> {
  const rows = { subject: { $in: of.subjects }, at: { $lt: of.before }, note: { $ne: null } };
  return blank(await idsOf(rows, limit), { note: null });
}

const idsOf = async (rows: QueryFilter<AuditRow>, limit: number): Promise<string[]> =>
  (await AuditLog.find(rows).limit(limit).select({ _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);
async function blank(ids: string[], set: Partial<AuditRow>): Promise<number> {
  if (ids.length > 0) await AuditLog.updateMany({ _id: { $in: ids } }, { $set: set });
  return ids.length;
}

export const findAuditOf = (subject: string): Promise<AuditRow[]> =>
  AuditLog.find({ subject }).sort({ at: -1, _id: -1 }).limit(200).lean<AuditRow[]>().exec();
