import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { Policy } from './candidate.rules';

/** Every version that ever was; the highest is in force. */
export type SavedPolicy = { version: number; policy: Policy; savedBy: string; savedAt: Date };
type PolicyDoc = Omit<SavedPolicy, 'version'> & { _id: number };

const Policies = model(
  'routingPolicy',
  new Schema<PolicyDoc>(
    {
      _id: { type: Number, required: true },
      policy: { type: Schema.Types.Mixed, required: true },
      savedBy: { type: String, required: true },
      savedAt: { type: Date, required: true },
    },
    { versionKey: false, minimize: false },
  ),
  'routing_policies',
);

export async function findLatest(): Promise<SavedPolicy | null> {
  const doc = await Policies.findOne().sort({ _id: -1 }).lean<PolicyDoc>();
  if (!doc) return null;
  const { _id, ...rest } = doc;
  return { version: _id, ...rest };
}

/** False: this version is there already, by somebody else. */
export async function insertPolicy({ version, ...rest }: SavedPolicy): Promise<boolean> {
  try {
    await Policies.create([{ _id: version, ...rest }]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
