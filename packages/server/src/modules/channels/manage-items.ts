import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { countMissing, listMissing } from './channel-order.model';
import { listItems as readItems, saveMapping } from './item.model';
import type { Item, Mapping } from './item.model';
import { pull } from './pull-order';
import { isConnector } from './refund-at-channel';
import { requireOperator } from './require-operator';

type List = Contracts['channels.listItems'];
type View = Answer<Contracts['channels.mapItem']>;

/** Refuses: FORBIDDEN, INVALID_INPUT (cursor). */
export async function listItems(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  await requireOperator(ctx);
  const after = readCursor(input.cursor);
  const found = await readItems({
    unmapped: input.unmapped,
    limit: input.limit + 1,
    ...(after ? { after } : {}),
  });
  const { page, nextCursor } = cutPage(found, input.limit, ({ firstSeenAt, _id }) => ({
    at: firstSeenAt,
    id: _id,
  }));
  return { items: await Promise.all(page.map(present)), nextCursor };
}

/** Orders that waited for this item are asked for again. Refuses: FORBIDDEN, NOT_FOUND (no such SKU). */
export async function mapItem(ctx: Ctx, input: Parsed<Contracts['channels.mapItem']>): Promise<View> {
  await requireOperator(ctx);
  const item = await saveItemMapping(ctx, input);
  await staff.recordAudit(ctx, { action: 'channels.mapItem', subject: item._id });
  return present(item);
}

/** Refuses: NOT_FOUND (no such SKU). */
export async function saveItemMapping(ctx: Ctx, mapping: Mapping): Promise<Item> {
  const known = await catalog.findSkus(ctx, [mapping.skuId]);
  if (!known.has(mapping.skuId)) throw new AppError('NOT_FOUND');
  const item = await saveMapping(mapping, ctx.now);
  for (const { source, foreignId } of await listMissing(item.connector, item.itemId))
    if (isConnector(source)) await pull(ctx, source, foreignId);
  return item;
}

const present = async ({ connector, itemId, title, skuId, firstSeenAt }: Item): Promise<View> => ({
  connector,
  itemId,
  title,
  skuId,
  waitingOrders: await countMissing(connector, itemId),
  firstSeenAt: firstSeenAt.toISOString(),
});
