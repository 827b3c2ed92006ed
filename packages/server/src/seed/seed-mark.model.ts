import { Schema, model } from 'mongoose';

const SeedMarks = model(
  'seedMark',
  new Schema<{ _id: string; at: Date }>(
    { _id: { type: String, required: true }, at: { type: Date, required: true } },
    { versionKey: false },
  ),
  'seed_marks',
);

/** Does `work` once in the life of this database; again only when it did not come to its end. */
export async function onceEver(name: string, at: Date, work: () => Promise<void>): Promise<void> {
  if (await SeedMarks.exists({ _id: name })) return;
  await work();
  await SeedMarks.replaceOne({ _id: name }, { at }, { upsert: true });
}
