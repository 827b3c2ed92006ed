import { Schema, model } from 'mongoose';

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

export const findAuditOf = (subject: string): Promise<AuditRow[]> =>
  AuditLog.find({ subject }).sort({ at: -1, _id: -1 }).limit(200).lean<AuditRow[]>().exec();
