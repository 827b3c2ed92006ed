import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, PointInput, Time } from './common';

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

const DAY_MINUTES = 1440;
/** Minutes since midnight in Asia/Shanghai; a close beyond 1440 is on the next day. */
export const DayHours = z
  .strictObject({
    openMinute: z
      .int()
      .min(0)
      .max(DAY_MINUTES - 1),
    closeMinute: z
      .int()
      .min(1)
      .max(2 * DAY_MINUTES),
  })
  .refine((day) => day.closeMinute > day.openMinute && day.closeMinute <= day.openMinute + DAY_MINUTES, {
    message: '打烊须晚于开门，且不超过 24 小时',
  });
const ShanghaiDate = z.iso.date();
/** What routing has to know of a store, besides its place and weekly hours. */
export const StoreRouting = z.strictObject({
  /** Single days with hours of their own; null is a day of rest. They win over holidays and weekdays. */
  specialDays: z.array(z.strictObject({ date: ShanghaiDate, hours: DayHours.nullable() })).max(120),
  /** On public holidays: hours of their own, closed (null), or as on any such weekday. */
  holidayHours: z.union([DayHours, z.literal('normal')]).nullable(),
  /** How far around it the store serves; null: as the routing policy says. */
  radiusMetres: z.int().min(0).max(100_000).nullable(),
  /** The store serves exactly this polygon (GCJ-02, edges included); wins over the radius. */
  area: z.array(PointInput).min(3).max(200).nullable(),
  /** Orders it can prepare per hour; null: no limit. */
  capacityPerHour: z.int().min(0).max(10_000).nullable(),
  offersPickup: z.boolean(),
  shipsOrders: z.boolean(),
  /** How long it takes to prepare an order. */
  prepMinutes: z
    .int()
    .min(0)
    .max(7 * DAY_MINUTES),
  /** Fittings that can be booked for the same half hour; 0: none at all. */
  fittingRooms: z.int().min(0).max(50),
});
export const StoreRoutingView = StoreRouting.extend({
  storeId: z.string(),
  outage: z.object({ until: Time, reason: z.string() }).nullable(),
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
  'stores.getRouting': endpoint({
    for: 'staff',
    summary: 'How orders reach a store: area, capacity, special days, outage; for staff who see the store',
    input: z.strictObject({ storeId: Code }),
    output: StoreRoutingView,
    errors: [],
  }),
  'stores.setRouting': endpoint({
    for: 'staff',
    summary:
      'The manager of the store, or an operator, changes how orders reach it; what is not named stays as it was',
    input: StoreRouting.partial().extend({ storeId: Code }),
    output: StoreRoutingView,
    errors: [],
  }),
  'stores.setOutage': endpoint({
    for: 'staff',
    summary:
      'The store takes no orders until then; `until` null ends the outage at once. Manager or operator',
    input: z.strictObject({
      storeId: Code,
      until: Time.nullable(),
      reason: z.string().trim().min(1).max(60).default('门店临时停止接单'),
    }),
    output: StoreRoutingView,
    errors: [],
  }),
};
