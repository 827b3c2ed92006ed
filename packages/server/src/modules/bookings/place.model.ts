import { Schema, model } from 'mongoose';
import { insertMissing } from '../../kernel/db';

/** Who has the fitting rooms of one store for one half hour. */
type SlotDoc = {
  /** `<storeId> <slot>`. */
  _id: string;
  storeId: string;
  slot: Date;
  /** Bookings, one per room. */
  taken: string[];
};
const text = { type: String, required: true } as const;
const schema = new Schema<SlotDoc>(
  {
    _id: text,
    storeId: text,
    // Of no use once it is over.
    slot: { type: Date, required: true, expires: '30d' },
    taken: [String],
  },
  { versionKey: false },
).index({ storeId: 1, slot: 1 });
const Slots = model('fittingSlot', schema, 'fitting_slots');

/** Whoever books for one customer writes here first, so that two of their bookings wait for each other. */
type GuardDoc = { _id: string; at: Date; times: number };
const Guards = model(
  'fittingGuard',
  new Schema<GuardDoc>(
    { _id: text, at: { type: Date, required: true, expires: '30d' }, times: { type: Number, default: 0 } },
    { versionKey: false },
  ),
  'fitting_guards',
);

export type Place = { storeId: string; slot: Date; bookingId: string };
const idOf = ({ storeId, slot }: Omit<Place, 'bookingId'>): string => `${storeId} ${slot.toISOString()}`;

/** Makes the rows that a booking will meet, so that no transaction has to. Outside a transaction. */
export async function readyPlace(of: Omit<Place, 'bookingId'>, customerId: string, at: Date): Promise<void> {
  const { storeId, slot } = of;
  await insertMissing(Slots.collection, [{ _id: idOf(of), storeId, slot, taken: [] }]);
  await insertMissing(Guards.collection, [{ _id: customerId, at, times: 0 }]);
}

/**
 * Another booking of the same customer that does the same at this moment has to be tried again. Inside a transaction. Counted,
 * because a write that changes nothing meets nobody.
 */
export async function guard(customerId: string, at: Date): Promise<void> {
  await Guards.updateOne({ _id: customerId }, { $set: { at }, $inc: { times: 1 } }, { upsert: true });
}

/** One of so many rooms, once per booking. False: there is none left. */
export async function takePlace(place: Place, rooms: number): Promise<boolean> {
  if (rooms < 1) return false;
  const { bookingId } = place;
  const free = { _id: idOf(place), taken: { $ne: bookingId }, [`taken.${rooms - 1}`]: { $exists: false } };
  return (await Slots.updateOne(free, { $push: { taken: bookingId } })).modifiedCount === 1;
}

export async function freePlace(place: Place): Promise<void> {
  await Slots.updateOne({ _id: idOf(place) }, { $pull: { taken: place.bookingId } });
}

export async function freePlaces(bookingIds: string[]): Promise<void> {
  await Slots.updateMany({ taken: { $in: bookingIds } }, { $pull: { taken: { $in: bookingIds } } });
}

/** How many rooms are taken, by the slot's time in milliseconds. */
export async function takenAt(storeId: string, from: Date, until: Date): Promise<Map<number, number>> {
  const docs = await Slots.find({ storeId, slot: { $gte: from, $lt: until } }).lean<SlotDoc[]>();
  return new Map(docs.map(({ slot, taken }) => [slot.getTime(), taken.length]));
}

/** The bookings that hold a room, for checks. */
export const holdersOf = async (storeId: string, slot: Date): Promise<string[]> =>
  (await Slots.findById(idOf({ storeId, slot })).lean<SlotDoc>())?.taken ?? [];

export const deleteGuards = async (customerIds: string[]): Promise<number> =>
  (await Guards.deleteMany({ _id: { $in: customerIds } })).deletedCount;
