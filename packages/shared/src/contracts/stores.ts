import { z } from 'zod';
import { endpoint } from '../contract';
import { Code } from './common';

export const StoreView = z.object({
  storeId: z.string(),
  name: z.string(),
  city: z.string(),
  address: z.string(),
  phone: z.string().nullable(),
  /** GCJ-02. */
  latitude: z.number(),
  longitude: z.number(),
  openNow: z.boolean(),
  /** `营业中 · 10:00–22:00`, `休息中 · 明日 10:00 营业`, `24 小时营业`. */
  hoursText: z.string(),
});

export const stores = {
  'stores.get': endpoint({
    for: 'public',
    summary: 'One store',
    input: z.strictObject({ storeId: Code }),
    output: StoreView,
    errors: [],
  }),
  'stores.resolveScene': endpoint({
    for: 'public',
    summary: 'The scene of a scanned mini-program code → the page to open, with the store chosen',
    input: z.strictObject({ scene: z.string().min(1).max(32) }),
    output: z.object({
      page: z.enum(['store', 'product']),
      store: StoreView,
      productId: z.string().nullable(),
    }),
    errors: ['SCENE_UNKNOWN'],
  }),
  'stores.makeSceneCode': endpoint({
    for: 'staff',
    summary:
      "Prints the store's (or a product's in the store) mini-program code; the same target keeps its scene",
    input: z.strictObject({ storeId: Code, productId: Code.optional() }),
    output: z.object({ scene: z.string(), page: z.string(), imageDataUrl: z.string() }),
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
};
