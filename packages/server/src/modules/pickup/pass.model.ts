import { Schema, model } from 'mongoose';

/** What a shopper gives a friend: opens the order once, at its own counter. */
export type Pass = {
  /** Fingerprint of the token; the token itself is only ever with the people. */
  passId: string;
  orderId: string;
  state: 'open' | 'used' | 'revoked';
  createdAt: Date;
  expiresAt: Date;
};
type PassDoc = Omit<Pass, 'passId'> & { _id: string };

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const schema = new Schema<PassDoc>(
  {
    _id: text,
    orderId: text,
    state: text,
    createdAt: time,
    // Looked at for some days more, so that an old code says what became of it.
    expiresAt: { ...time, expires: '30d' },
  },
  { versionKey: false },
).index({ orderId: 1, state: 1 });
const Passes = model('pickupPass', schema, 'pickup_passes');

const fromDoc = ({ _id, ...rest }: PassDoc): Pass => ({ passId: _id, ...rest });

/** The new pass is the only one that opens the order. */
export async function replacePass({ passId, ...rest }: Pass): Promise<void> {
  await revokePasses(rest.orderId);
  await Passes.create([{ _id: passId, ...rest }]);
}

/** How many could have been used and cannot any more. */
export const revokePasses = async (orderId: string): Promise<number> =>
  (await Passes.updateMany({ orderId, state: 'open' }, { $set: { state: 'revoked' } })).modifiedCount;

export async function findPass(passId: string): Promise<Pass | null> {
  const doc = await Passes.findById(passId).lean<PassDoc>();
  return doc && fromDoc(doc);
}

/** Once, in time. False when it is used, taken back or over. */
export async function usePass(passId: string, now: Date): Promise<boolean> {
  const live = { _id: passId, state: 'open', expiresAt: { $gt: now } } as const;
  return (await Passes.updateOne(live, { $set: { state: 'used' } })).modifiedCount === 1;
}
