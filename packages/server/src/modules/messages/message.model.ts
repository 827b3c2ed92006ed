import type { MessageKind as MessageKindSchema, MessageOpens } from '@omni/shared/contracts/messages';
import { Schema, model } from 'mongoose';
import type { z } from 'zod';
import { findPlain, insertMissing } from '../../kernel/db';
import type { Place } from '../../kernel/paging';
import type { Leaving } from '../../kernel/personal-data';

export type MessageKind = z.output<typeof MessageKindSchema>;
export type Message = {
  /** Follows from origin and news: the same news is one message. */
  _id: string;
  customerId: string;
  /** What the customer was known by; the message goes where that goes. */
  origin: string;
  kind: MessageKind;
  at: Date;
  title: string;
  text: string;
  opens: z.output<typeof MessageOpens>;
  readAt: Date | null;
};

const text = { type: String, required: true } as const;
const schema = new Schema<Message>(
  {
    _id: text,
    customerId: text,
    origin: text,
    kind: text,
    at: { type: Date, required: true, expires: '365d' },
    title: text,
    text,
    opens: new Schema({ page: text, id: { type: String, default: null } }, { _id: false }),
    readAt: { type: Date, default: null },
  },
  { versionKey: false },
)
  .index({ customerId: 1, at: -1, _id: -1 })
  .index({ customerId: 1, readAt: 1 })
  .index({ origin: 1 });
const Messages = model('message', schema, 'messages');

/** Answers whether it is new. */
export const insertNew = async (message: Message): Promise<boolean> =>
  (await insertMissing(Messages.collection, [message])) === 1;

/** Newest first, after `after`. */
export const listOf = (
  customerId: string,
  page: { after: Place | undefined; limit: number },
): Promise<Message[]> => {
  const { after, limit } = page;
  const older = after ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] } : {};
  return Messages.find({ customerId, ...older })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<Message[]>();
};

export const countUnread = (customerId: string, most: number): Promise<number> =>
  Messages.countDocuments({ customerId, readAt: null }, { limit: most });

export const findOwn = (customerId: string, _id: string): Promise<Message | null> =>
  findPlain<Message>(Messages, { _id, customerId });

/** Of one, or of all; the first reading counts. */
export async function markRead(customerId: string, messageId: string | null, at: Date): Promise<void> {
  const which = messageId === null ? { at: { $lte: at } } : { _id: messageId };
  await Messages.updateMany({ ...which, customerId, readAt: null }, { $set: { readAt: at } });
}

export const giveMessages = async (customerId: string, origins: string[]): Promise<void> => {
  await Messages.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
};

/** Answers how many of at most `limit` there were. */
export async function deleteMessages(of: Leaving, limit: number): Promise<number> {
  const theirs = [{ customerId: { $in: of.customerIds } }, { origin: { $in: of.origins } }];
  const found = await Messages.find({ $or: theirs, at: { $lt: of.before } })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  const ids = found.map(({ _id }) => _id);
  return ids.length === 0 ? 0 : (await Messages.deleteMany({ _id: { $in: ids } })).deletedCount;
}

/** One customer's, oldest first, one after the other. */
export const eachOf = (customerId: string): AsyncIterable<Message> =>
  Messages.find({ customerId }).sort({ at: 1, _id: 1 }).lean<Message[]>().cursor();

type Progress = { _id: string; until: Date };
const progressSchema = new Schema<Progress>(
  { _id: text, until: { type: Date, required: true } },
  { versionKey: false },
);
const Rounds = model('messageRound', progressSchema, 'message_rounds');

/** How far somebody came who tells of what is due soon; null: never began. */
export const progressOf = async (round: string): Promise<Date | null> =>
  (await findPlain<Progress>(Rounds, { _id: round }))?.until ?? null;
/** Never goes back. */
export async function keepProgress(round: string, until: Date): Promise<void> {
  await Rounds.updateOne({ _id: round }, { $max: { until } }, { upsert: true });
}
