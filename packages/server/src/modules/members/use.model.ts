import { Schema, model } from 'mongoose';
import { findPlain, insertPlain, isDuplicateKey } from '../../kernel/db';

/** A code that was taken. It names nobody: its id is a hash. */
export type CodeUse = {
  _id: string;
  /** The till or the member of staff that took it. */
  by: string;
  storeId: string;
  at: Date;
};

const schema = new Schema<CodeUse>(
  {
    _id: { type: String, required: true },
    by: { type: String, required: true },
    storeId: { type: String, required: true },
    at: { type: Date, required: true, expires: '1d' },
  },
  { versionKey: false },
);
const Uses = model('memberCodeUse', schema, 'member_code_uses');

export const findUse = (id: string): Promise<CodeUse | null> => findPlain<CodeUse>(Uses, { _id: id });

/** Of any number of tills that take one code at once, the first; each of them learns which that was. */
export async function takeOnce(use: CodeUse): Promise<CodeUse> {
  try {
    await insertPlain(Uses, [use]);
    return use;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await findUse(use._id)) ?? use;
  }
}
