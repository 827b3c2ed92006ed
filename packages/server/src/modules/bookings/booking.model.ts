import { Schema, model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { OPEN_STATES } from './bookings.rules';
import type { Outcome, State } from './bookings.rules';

/** As it was when it was booked; whether it waits in the fitting room is known once somebody has looked. */
export type BookedItem = {
  skuId: string;
  productId: string;
  title: string;
  valuesText: string;
  imageUrl: string;
  laidOut: boolean | null;
};
/** How far telling somebody has come. `refused` is final. */
export type Telling = { state: 'sending' | 'due' | 'done' | 'refused'; at: Date; code: string | null };

export type Booking = {
  bookingId: string;
  /** Of what was asked for, its requestId included. */
  contentHash: string;
  customerId: string;
  /** The identifier it was booked under: it goes where that goes. */
  origin: string;
  storeId: string;
  storeName: string;
  customerText: string;
  state: State;
  slot: Date;
  items: BookedItem[];
  /** Of the body, told for this fitting: nulled when it is over. */
  heightCm: number | null;
  usualSize: string | null;
  remark: string | null;
  /** Counts changes of slot and items. */
  version: number;
  bookedAt: Date;
  preparedAt: Date | null;
  /** userid. */
  preparedBy: string | null;
  arrivedAt: Date | null;
  endedAt: Date | null;
  outcome: Outcome | null;
  told: Record<string, Telling>;
};
type BookingDoc = Omit<Booking, 'bookingId'> & { _id: string };

/** Looked at for half a year, then it goes by itself. */
const KEPT = '180d';
const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const time = { type: Date, required: true } as const;
const maybeTime = { type: Date, default: null } as const;
const schema = new Schema<BookingDoc>(
  {
    _id: text,
    contentHash: text,
    customerId: text,
    origin: text,
    storeId: text,
    storeName: text,
    customerText: text,
    state: text,
    slot: time,
    items: [
      {
        _id: false,
        skuId: text,
        productId: text,
        title: text,
        valuesText: { type: String, default: '' },
        imageUrl: { type: String, default: '' },
        laidOut: { type: Boolean, default: null },
      },
    ],
    heightCm: { type: Number, default: null },
    usualSize: maybeText,
    remark: maybeText,
    version: { type: Number, required: true },
    bookedAt: time,
    preparedAt: maybeTime,
    preparedBy: maybeText,
    arrivedAt: maybeTime,
    endedAt: { type: Date, default: null, expires: KEPT },
    outcome: maybeText,
    told: { type: Schema.Types.Mixed, default: {} },
  },
  { versionKey: false, minimize: false },
)
  .index({ customerId: 1, slot: -1, _id: -1 })
  .index({ storeId: 1, slot: 1 })
  .index({ origin: 1 })
  .index({ state: 1, slot: 1 });
const Bookings = model('fittingBooking', schema, 'fitting_bookings');

const fromDoc = ({ _id, ...rest }: BookingDoc): Booking => ({ bookingId: _id, ...rest });

export async function insertBooking({ bookingId, ...rest }: Booking): Promise<void> {
  await Bookings.create([{ _id: bookingId, ...rest }]);
}

export async function findBooking(bookingId: string): Promise<Booking | null> {
  const doc = await Bookings.findById(bookingId).lean<BookingDoc>();
  return doc && fromDoc(doc);
}

/** Of one customer, latest slot first. */
export async function listOf(
  customerId: string,
  page: { after: { at: Date; id: string } | undefined; limit: number },
): Promise<Booking[]> {
  const { after, limit } = page;
  const earlier: QueryFilter<BookingDoc> = after
    ? { $or: [{ slot: { $lt: after.at } }, { slot: after.at, _id: { $lt: after.id } }] }
    : {};
  const docs = await Bookings.find({ customerId, ...earlier })
    .sort({ slot: -1, _id: -1 })
    .limit(limit)
    .lean<BookingDoc[]>();
  return docs.map(fromDoc);
}

/** What one customer has that is not over. */
export const listOpenOf = async (customerId: string): Promise<Booking[]> =>
  (await Bookings.find({ customerId, state: { $in: OPEN_STATES } }).lean<BookingDoc[]>()).map(fromDoc);

/** A store's, by slot. */
export const listAtStore = async (storeId: string, from: Date, until: Date): Promise<Booking[]> =>
  (
    await Bookings.find({ storeId, slot: { $gte: from, $lt: until } })
      .sort({ slot: 1, bookedAt: 1, _id: 1 })
      .lean<BookingDoc[]>()
  ).map(fromDoc);

/** Those in one of these states whose slot began before. */
export const listBegun = async (states: readonly State[], before: Date, limit: number): Promise<Booking[]> =>
  (
    await Bookings.find({ state: { $in: [...states] }, slot: { $lt: before } })
      .sort({ slot: 1 })
      .limit(limit)
      .lean<BookingDoc[]>()
  ).map(fromDoc);

export type Move = {
  bookingId: string;
  from: readonly State[];
  /** Absent: whatever version it is. */
  version?: number;
  /** It begins after this moment. */
  beginsAfter?: Date;
  /** It began at or before this moment. */
  begunBy?: Date;
  set: Partial<Booking>;
};

/** One conditional step; null when the booking is elsewhere by now. */
export async function moveBooking(move: Move): Promise<Booking | null> {
  const { bookingId, from, version, beginsAfter, begunBy, set } = move;
  const slot = {
    ...(beginsAfter ? { $gt: beginsAfter } : {}),
    ...(begunBy ? { $lte: begunBy } : {}),
  };
  const wanted: QueryFilter<BookingDoc> = {
    _id: bookingId,
    state: { $in: [...from] },
    ...(version === undefined ? {} : { version }),
    ...(beginsAfter || begunBy ? { slot } : {}),
  };
  const doc = await Bookings.findOneAndUpdate(
    wanted,
    { $set: set },
    { returnDocument: 'after' },
  ).lean<BookingDoc>();
  return doc && fromDoc(doc);
}

/** False: told already, refused for good, or somebody is at it since `stale`. */
export async function beginTelling(
  bookingId: string,
  what: string,
  { now, stale }: { now: Date; stale: Date },
): Promise<boolean> {
  const key = `told.${what}`;
  const free = [
    { [key]: null },
    { [`${key}.state`]: 'due' },
    { [`${key}.state`]: 'sending', [`${key}.at`]: { $lt: stale } },
  ];
  const mine: Telling = { state: 'sending', at: now, code: null };
  const changed = await Bookings.updateOne({ _id: bookingId, $or: free }, { $set: { [key]: mine } });
  return changed.modifiedCount === 1;
}

export async function endTelling(bookingId: string, what: string, telling: Telling): Promise<void> {
  await Bookings.updateOne({ _id: bookingId }, { $set: { [`told.${what}`]: telling } });
}

export const giveBookings = async (customerId: string, origins: string[]): Promise<void> => {
  await Bookings.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
};

/** Every booking, for checks. */
export async function* everyBooking(): AsyncGenerator<Booking> {
  for await (const doc of Bookings.find().lean<BookingDoc[]>().cursor())
    yield fromDoc(doc as unknown as BookingDoc);
}
