import { Schema, model } from 'mongoose';
import { insertMissing } from '../../kernel/db';

export type SentScript = {
  /** `<userid>/<requestId>`: a repeated call records once. */
  _id: string;
  userid: string;
  externalUserid: string;
  scriptId: string;
  text: string;
  at: Date;
};

const schema = new Schema<SentScript>(
  {
    _id: { type: String, required: true },
    userid: { type: String, required: true },
    externalUserid: { type: String, required: true },
    scriptId: { type: String, required: true },
    text: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
).index({ externalUserid: 1, userid: 1, at: -1 });

const SentScripts = model('sentScript', schema, 'sent_scripts');

/** A request that was recorded before is left as it is. */
export async function insertSent(sent: SentScript): Promise<void> {
  await insertMissing(SentScripts.collection, [sent]);
}

/** Everything sent to one of these, oldest first. */
export const eachSentTo = (externalUserids: string[]): AsyncIterable<SentScript> =>
  SentScripts.find({ externalUserid: { $in: externalUserids } })
    .sort({ at: 1, _id: 1 })
    .lean<SentScript[]>()
    .cursor();

/** Answers how many of at most `limit` there were. */
export async function deleteSent(
  to: { externalUserids: string[]; before: Date },
  limit: number,
): Promise<number> {
  const found = await SentScripts.find({
    externalUserid: { $in: to.externalUserids },
    at: { $lt: to.before },
  })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  const ids = found.map(({ _id }) => _id);
  return ids.length === 0 ? 0 : (await SentScripts.deleteMany({ _id: { $in: ids } })).deletedCount;
}

export async function sentSince(
  pair: { userid: string; externalUserid: string },
  since: Date,
): Promise<Set<string>> {
  const rows = await SentScripts.find({ ...pair, at: { $gte: since } }).lean<SentScript[]>();
  return new Set(rows.map((row) => row.scriptId));
}
