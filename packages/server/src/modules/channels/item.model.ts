import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { Place } from '../../kernel/paging';
import type { ConnectorName } from '../../platform/channels';

/** What a platform sells under a name of its own, and which SKU that is. */
export type Item = {
  _id: string;
  connector: ConnectorName;
  itemId: string;
  title: string;
  /** null: nobody has said yet. */
  skuId: string | null;
  firstSeenAt: Date;
};

const text = { type: String, required: true } as const;
const schema = new Schema<Item>(
  {
    _id: text,
    connector: text,
    itemId: text,
    title: { type: String, default: '' },
    skuId: { type: String, default: null },
    firstSeenAt: { type: Date, required: true },
  },
  { versionKey: false },
).index({ skuId: 1, firstSeenAt: 1, _id: 1 });
const Items = model('channelItem', schema, 'channel_items');

const idOf = (connector: ConnectorName, itemId: string): string => `${connector}/${itemId}`;
export type Seen = { itemId: string; title: string };

/** Item → SKU (null: not mapped). Items that were never seen before enter the queue. */
export async function skusOf(
  connector: ConnectorName,
  seen: readonly Seen[],
  at: Date,
): Promise<Map<string, string | null>> {
  const ids = seen.map(({ itemId }) => idOf(connector, itemId));
  const known = new Map(
    (await Items.find({ _id: { $in: ids } }).lean<Item[]>()).map((item) => [item._id, item]),
  );
  for (const { itemId, title } of seen) {
    const _id = idOf(connector, itemId);
    if (known.has(_id)) continue;
    await Items.create([{ _id, connector, itemId, title, skuId: null, firstSeenAt: at }]).catch(ignoreTwin);
  }
  return new Map(
    seen.map(({ itemId }) => [itemId, known.get(idOf(connector, itemId))?.skuId ?? null] as const),
  );
}

const ignoreTwin = (error: unknown): void => {
  if (!isDuplicateKey(error)) throw error;
};

export type Mapping = { connector: ConnectorName; itemId: string; skuId: string };

/** Also for an item that no order has named yet. */
export async function saveMapping({ connector, itemId, skuId }: Mapping, at: Date): Promise<Item> {
  const _id = idOf(connector, itemId);
  const saved = await Items.findOneAndUpdate(
    { _id },
    { $set: { skuId }, $setOnInsert: { connector, itemId, title: '', firstSeenAt: at } },
    { upsert: true, returnDocument: 'after' },
  ).lean<Item>();
  if (!saved) throw new Error(`no item ${_id} after saving it`);
  return saved;
}

/** Oldest first. */
export const listItems = (page: { unmapped: boolean; after?: Place; limit: number }): Promise<Item[]> =>
  Items.find({
    skuId: page.unmapped ? null : { $ne: null },
    ...(page.after
      ? {
          $or: [
            { firstSeenAt: { $gt: page.after.at } },
            { firstSeenAt: page.after.at, _id: { $gt: page.after.id } },
          ],
        }
      : {}),
  })
    .sort({ firstSeenAt: 1, _id: 1 })
    .limit(page.limit)
    .lean<Item[]>()
    .exec();
