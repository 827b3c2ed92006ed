import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';

/** The orders one store was given for one hour. */
type Slot = { _id: string; hour: Date; used: number; offers: string[] };

const Slots = model(
  'routingSlot',
  new Schema<Slot>(
    {
      _id: { type: String, required: true },
      hour: { type: Date, required: true, expires: '8d' },
      used: { type: Number, required: true },
      offers: [String],
    },
    { versionKey: false },
  ),
  'routing_slots',
);

export async function usedOf(slotIds: string[]): Promise<Map<string, number>> {
  const found = await Slots.find({ _id: { $in: slotIds } })
    .select({ used: 1 })
    .lean<Pick<Slot, '_id' | 'used'>[]>();
  return new Map(found.map(({ _id, used }) => [_id, used]));
}

const TRIES = 5;
export type Claim = { slotId: string; hour: Date; offerId: string };

/**
 * Counts the offer in the slot if it has room (`limit` null: in any case). Asked again it is the same place. Hot in the hour of
 * a rush, so never inside a transaction.
 */
export async function takeSlot(claim: Claim, limit: number | null): Promise<boolean> {
  const { slotId, hour, offerId } = claim;
  if (limit !== null && limit <= 0) return false;
  const room = limit === null ? {} : { used: { $lt: limit } };
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      await Slots.updateOne(
        { _id: slotId, offers: { $ne: offerId }, ...room },
        { $inc: { used: 1 }, $push: { offers: offerId }, $setOnInsert: { hour } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // The slot was there and did not match, or came into being just now: look what it is.
    const slot = await Slots.findById(slotId).lean<Slot>();
    if (slot?.offers.includes(offerId)) return true;
    if (slot && limit !== null && slot.used >= limit) return false;
  }
  return false;
}

/** Gives the place back, once; nothing when it was never taken. */
export async function leaveSlot(slotId: string, offerId: string): Promise<void> {
  await Slots.updateOne({ _id: slotId, offers: offerId }, { $inc: { used: -1 }, $pull: { offers: offerId } });
}
