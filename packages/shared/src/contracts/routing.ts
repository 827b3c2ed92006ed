import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, LineInput, PointInput } from './common';
import { StoreView } from './stores';

export const NearbyStore = StoreView.extend({
  distanceMetres: z.int().min(0),
  /** True when every line asked for is available there; true also when no lines were asked. */
  hasEverything: z.boolean(),
  missing: z.array(z.object({ skuId: z.string(), wanted: z.int(), available: z.int() })),
});

export const routing = {
  'routing.findNearbyStores': endpoint({
    for: 'public',
    summary:
      'Stores within the pickup radius of a GCJ-02 point, nearest first, each with what is missing there; delivery when none',
    input: z.strictObject({
      point: PointInput,
      lines: z.array(LineInput).max(50).default([]),
    }),
    output: z.object({
      radiusMetres: z.int(),
      stores: z.array(NearbyStore),
      delivery: z.object({
        /** True when the warehouse has every line. */
        available: z.boolean(),
        /** Why pickup is not offered here, for people; null when a store is near. */
        reason: z.string().nullable(),
        freightFen: z.int().min(0),
        missing: z.array(z.object({ skuId: z.string(), wanted: z.int(), available: z.int() })),
      }),
    }),
    errors: [],
  }),
  'routing.skuAvailability': endpoint({
    for: 'public',
    summary: 'How many of each SKU of a product the store could sell now',
    input: z.strictObject({ storeId: Code, productId: Code }),
    output: z.object({ skus: z.array(z.object({ skuId: z.string(), available: z.int().min(0) })) }),
    errors: [],
  }),
};
