import type { Ctx } from '../kernel/context';
import * as channels from '../modules/channels';
import { onceEver } from './seed-mark.model';

/** What the demo shop sells at the local Douyin, under Douyin's own item ids; the sample is a pair of socks. */
const ITEMS: Record<string, string> = {
  'dy-shirt-blue-m': 'P001-BLUE-M',
  'dy-knit-oat-m': 'P007-OAT-M',
  'dy-coat-camel-m': 'P017-CAMEL-M',
};
const SAMPLE = 'P024-WHITE-F';

export async function seedChannels(ctx: Ctx): Promise<void> {
  for (const [itemId, skuId] of Object.entries(ITEMS))
    await channels.saveItemMapping(ctx, { connector: 'douyin', itemId, skuId });
  await onceEver('pickup-offers', ctx.now, () =>
    channels.savePolicy(ctx, { active: true, radiusMetres: 3000, waitMinutes: 120, giftSkuId: SAMPLE }),
  );
}
