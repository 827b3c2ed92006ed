import type { SalesChannel } from '@omni/shared/contracts/common';
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { ConnectorName } from '../../platform/channels';

export type OfferState =
  | 'open'
  /** The buyer said yes and the goods are being set aside. */
  | 'accepting'
  | 'accepted'
  | 'declined'
  | 'expired'
  | 'out_of_stock'
  /** The order ended otherwise, or the buyer could not be told. */
  | 'closed';
export type OfferStore = { storeId: string; name: string; address: string; distanceMetres: number };
export type Offer = {
  offerId: string;
  orderId: string;
  connector: ConnectorName;
  foreignId: string;
  buyerId: string;
  channel: SalesChannel;
  state: OfferState;
  stores: OfferStore[];
  gift: { skuId: string; title: string; quantity: number } | null;
  freightFen: number;
  answerBefore: Date;
  chosen: { storeId: string; holdId: string; at: Date } | null;
  giftTaken: boolean;
  told: 'due' | 'done' | 'refused';
  createdAt: Date;
};
type OfferDoc = Omit<Offer, 'offerId'> & { _id: string };

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;
const bare = { _id: false } as const;
const schema = new Schema<OfferDoc>(
  {
    _id: text,
    orderId: text,
    connector: text,
    foreignId: text,
    buyerId: text,
    channel: text,
    state: text,
    stores: [{ _id: false, storeId: text, name: text, address: text, distanceMetres: number }],
    gift: { type: new Schema({ skuId: text, title: text, quantity: number }, bare), default: null },
    freightFen: number,
    answerBefore: time,
    chosen: { type: new Schema({ storeId: text, holdId: text, at: time }, bare), default: null },
    giftTaken: { type: Boolean, default: false },
    told: text,
    createdAt: time,
  },
  { versionKey: false },
)
  .index({ orderId: 1 }, { unique: true })
  .index({ state: 1, answerBefore: 1 });
const Offers = model('pickupOffer', schema, 'pickup_offers');

const fromDoc = ({ _id, ...rest }: OfferDoc): Offer => ({ offerId: _id, ...rest });

/** One offer per order. False when the order has one. */
export async function insertOffer({ offerId, ...rest }: Offer): Promise<boolean> {
  try {
    await Offers.create([{ _id: offerId, ...rest }]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

export async function findOffer(offerId: string): Promise<Offer | null> {
  const doc = await Offers.findById(offerId).lean<OfferDoc>();
  return doc && fromDoc(doc);
}

export async function findOfferOf(orderId: string): Promise<Offer | null> {
  const doc = await Offers.findOne({ orderId }).lean<OfferDoc>();
  return doc && fromDoc(doc);
}

type Move = {
  offerId: string;
  from: readonly OfferState[];
  set: Partial<Offer>;
  /** Only while there is time to answer. */
  inTime?: Date;
};

/** The one way an offer's state changes. False when it was not (or no longer) there. */
export async function moveOffer({ offerId, from, set, inTime }: Move): Promise<boolean> {
  const only = inTime ? { answerBefore: { $gt: inTime } } : {};
  const done = await Offers.updateOne({ _id: offerId, state: { $in: [...from] }, ...only }, { $set: set });
  return done.matchedCount === 1;
}

export const setTold = async (offerId: string, told: Offer['told']): Promise<void> => {
  await Offers.updateOne({ _id: offerId }, { $set: { told } });
};

/** Offers whose end got lost. */
export const listOverdue = async (before: Date, limit: number): Promise<Offer[]> =>
  (
    await Offers.find({ state: { $in: ['open', 'accepting'] }, answerBefore: { $lt: before } })
      .limit(limit)
      .lean<OfferDoc[]>()
  ).map(fromDoc);
