import { Schema, model } from 'mongoose';
import { seal } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { keepsSealed } from '../../kernel/sealed-fields';
import type { ConnectorName } from '../../platform/channels';

/** `queued`: the order it names is still to be asked for; `ignored`: of nothing we follow. */
export type MessageState = 'queued' | 'handled' | 'ignored';
export type Message = {
  connector: ConnectorName;
  messageId: string;
  event: string;
  foreignId: string | null;
  state: MessageState;
  /** How often it came again. */
  repeats: number;
  /** The body as it was posted, sealed: it may name a person. */
  sealedBody: string;
  receivedAt: Date;
};
type MessageDoc = Message & { _id: string };

const text = { type: String, required: true } as const;
const schema = new Schema<MessageDoc>(
  {
    _id: text,
    connector: text,
    messageId: text,
    event: text,
    foreignId: { type: String, default: null },
    state: text,
    repeats: { type: Number, default: 0 },
    sealedBody: text,
    receivedAt: { type: Date, required: true, expires: '30d' },
  },
  { versionKey: false },
)
  .index({ connector: 1, foreignId: 1 })
  .index({ state: 1, receivedAt: 1 });
const Messages = model('channelMessage', schema, 'channel_messages');
keepsSealed(Messages, { field: 'sealedBody', purpose: 'channel message' });

const idOf = (connector: ConnectorName, messageId: string): string => `${connector}/${messageId}`;

export type NewMessage = Omit<Message, 'state' | 'repeats' | 'sealedBody'> & { body: Buffer };

/** Keeps a message and does what follows from it, once per id. False when it had come before: then it is counted. */
export async function keepMessage(message: NewMessage, then: () => Promise<void>): Promise<boolean> {
  const { body, ...facts } = message;
  const _id = idOf(message.connector, message.messageId);
  const state: MessageState = message.foreignId === null ? 'ignored' : 'queued';
  const sealedBody = seal('channel message', body.toString('utf8'));
  try {
    await inTransaction(async () => {
      await Messages.create([{ ...facts, _id, state, repeats: 0, sealedBody }]);
      await then();
    });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await Messages.updateOne({ _id }, { $inc: { repeats: 1 } });
    return false;
  }
}

/** Everything said of this order so far has been followed. */
export const markHandled = async (
  connector: ConnectorName,
  foreignId: string,
  before: Date,
): Promise<void> => {
  await Messages.updateMany(
    { connector, foreignId, state: 'queued', receivedAt: { $lte: before } },
    { $set: { state: 'handled' } },
  );
};

/** Messages whose job was lost. */
export const listUnhandled = (before: Date, limit: number): Promise<Message[]> =>
  Messages.find({ state: 'queued', receivedAt: { $lt: before } })
    .limit(limit)
    .lean<Message[]>()
    .exec();

export const findMessage = (connector: ConnectorName, messageId: string): Promise<Message | null> =>
  Messages.findById(idOf(connector, messageId)).lean<Message>().exec();
