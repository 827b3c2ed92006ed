import type { SalesChannel } from '@omni/shared/contracts/common';
import type { ChannelOrderState } from '@omni/shared/contracts/channels';
import { Schema, model } from 'mongoose';
import type { z } from 'zod';
import type { Place } from '../../kernel/paging';

export type State = z.output<typeof ChannelOrderState>;
/** An order as the other side knows it, and what became of it here. */
export type ChannelOrder = {
  /** A connector's name, or `key:<id of an API key>`. */
  source: string;
  /** The other side's number. */
  foreignId: string;
  channel: SalesChannel;
  /** Whom to write to there; null when nobody can be. */
  buyerId: string | null;
  state: State;
  reason: string | null;
  orderId: string | null;
  paidFen: number;
  priceDifferenceFen: number;
  /** Items that nobody has mapped yet. */
  missing: string[];
  /** The other side has given the money back, or does so by itself. */
  moneyIsBack: boolean;
  seenAt: Date;
};
type ChannelOrderDoc = ChannelOrder & { _id: string };

const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const number = { type: Number, default: 0 } as const;
const schema = new Schema<ChannelOrderDoc>(
  {
    _id: text,
    source: text,
    foreignId: text,
    channel: text,
    buyerId: maybeText,
    state: text,
    reason: maybeText,
    orderId: maybeText,
    paidFen: number,
    priceDifferenceFen: number,
    missing: [String],
    moneyIsBack: { type: Boolean, default: false },
    seenAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ state: 1, seenAt: -1, _id: -1 })
  .index({ orderId: 1 })
  .index({ source: 1, missing: 1 })
  .index({ buyerId: 1 }, { partialFilterExpression: { buyerId: { $type: 'string' } } });
const ChannelOrders = model('channelOrder', schema, 'channel_orders');

const idOf = (source: string, foreignId: string): string => `${source}/${foreignId}`;

export const findChannelOrder = (source: string, foreignId: string): Promise<ChannelOrder | null> =>
  ChannelOrders.findById(idOf(source, foreignId)).lean<ChannelOrder>().exec();

export const findByOrderId = (orderId: string): Promise<ChannelOrder | null> =>
  ChannelOrders.findOne({ orderId }).lean<ChannelOrder>().exec();

/**
 * Writes what is known now. What is placed stays placed and what is closed stays closed: false when another decision was first.
 */
export async function saveChannelOrder(order: ChannelOrder): Promise<boolean> {
  const { source, foreignId, seenAt, moneyIsBack, ...facts } = order;
  const _id = idOf(source, foreignId);
  const first = { source, foreignId, seenAt, moneyIsBack, state: 'stuck' as const };
  await ChannelOrders.updateOne({ _id }, { $setOnInsert: first }, { upsert: true });
  const other = facts.state === 'placed' ? ['closed'] : ['placed', 'closed'];
  const done = await ChannelOrders.updateOne({ _id, state: { $nin: other as State[] } }, { $set: facts });
  return done.matchedCount === 1;
}

/** Changes facts as long as it is in one of these states. */
export async function moveChannelOrder(
  { source, foreignId }: Pick<ChannelOrder, 'source' | 'foreignId'>,
  from: readonly State[],
  set: Partial<ChannelOrder>,
): Promise<boolean> {
  const done = await ChannelOrders.updateOne(
    { _id: idOf(source, foreignId), state: { $in: [...from] } },
    { $set: set },
  );
  return done.matchedCount === 1;
}

export const listMissing = (source: string, itemId: string): Promise<ChannelOrder[]> =>
  ChannelOrders.find({ source, missing: itemId, state: 'waiting_mapping' }).lean<ChannelOrder[]>().exec();

export const countMissing = (source: string, itemId: string): Promise<number> =>
  ChannelOrders.countDocuments({ source, missing: itemId, state: 'waiting_mapping' });

/** Newest first. */
export const listByState = (page: {
  state: State;
  after?: Place;
  limit: number;
}): Promise<ChannelOrderDoc[]> =>
  ChannelOrders.find({
    state: page.state,
    ...(page.after
      ? { $or: [{ seenAt: { $lt: page.after.at } }, { seenAt: page.after.at, _id: { $lt: page.after.id } }] }
      : {}),
  })
    .sort({ seenAt: -1, _id: -1 })
    .limit(page.limit)
    .lean<ChannelOrderDoc[]>()
    .exec();
