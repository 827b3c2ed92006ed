import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, Cursor, Id, LineInput, PointInput, Time } from './common';
import { StoreView } from './stores';

/** The hard filters, in the order in which a place is tried. */
export const RoutingFilter = z.enum([
  'sells',
  'service',
  'reach',
  'hours',
  'stock',
  'capacity',
  'outage',
  'rejected',
]);
/** Why a filter dropped a place; machines read this, people `text`. */
export const DropReason = z.enum([
  'NOT_SOLD',
  'NO_PICKUP',
  'NO_SHIPPING',
  'OUT_OF_REACH',
  'OUT_OF_AREA',
  'CLOSED_STORE',
  'SHUT',
  'OUT_OF_STOCK',
  'NO_CAPACITY',
  'OUTAGE',
  'REJECTED_BEFORE',
]);
/** Ranked rules: the first on which two places differ decides; all equal, the lower store id. */
export const RankRule = z.enum([
  'fewest_splits',
  'chosen_store',
  'guide_store',
  'distance',
  'load',
  'stock_balance',
]);
export const RejectReason = z.enum([
  'NOT_IN_STOCK',
  'STOCK_MISMATCH',
  'DAMAGED',
  'STORE_BUSY',
  'STORE_CLOSING',
  'OTHER',
]);

export const RoutingPolicy = z.strictObject({
  /** How far from a point a store serves, unless it has a radius or an area of its own. Inclusive. */
  radiusMetres: z.int().min(100).max(100_000),
  /** Stores a little further away are looked at too, so that records say why they were not taken. */
  lookMetres: z.int().min(100).max(100_000),
  rules: z
    .array(RankRule)
    .min(1)
    .max(6)
    .refine((rules) => new Set(rules).size === rules.length, { message: '同一规则只能出现一次' }),
  /** Distances in one bucket count as equal. */
  distanceBucketMetres: z.int().min(1).max(100_000),
  /** How long a store has to accept an offer, in minutes of its opening time. */
  leaseMinutes: z.int().min(1).max(1440),
  /** An offer made out of hours is shown so long before the store opens. */
  holdUntilOpeningMinusMinutes: z.int().min(0).max(720),
  /** An order must be ready so many minutes after it is routed. */
  promiseMinutes: z.int().min(0).max(20_160),
  /** How many stores an order is moved to before the warehouse or a person takes over. */
  maxHops: z.int().min(0).max(10),
  /** Deliveries whose goods lie in the warehouse go to a store near the shopper that ships, if one passes. */
  shipFromStore: z.boolean(),
  rejections: z.strictObject({
    windowDays: z.int().min(1).max(60),
    /** A store that rejects a larger share of its offers than this… */
    threshold: z.number().min(0).max(1),
    /** …after at least so many… */
    minOffers: z.int().min(1).max(1000),
    /** …keeps this share of its capacity. */
    capacityShare: z.number().min(0).max(1),
    /** Capacity of such a store that has no limit of its own is a share of this, per hour. */
    assumedCapacityPerHour: z.int().min(1).max(10_000),
  }),
});

export const Drop = z.object({
  filter: RoutingFilter,
  reason: DropReason,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
const DecisionView = z.object({
  at: Time,
  hop: z.int(),
  /** `顾客选择静安寺店`, `静安寺店拒单（缺货），改由南京西路店履约：距离更近`. */
  summary: z.string(),
  policyVersion: z.int(),
  winner: z.string().nullable(),
  candidates: z.array(
    z.object({
      storeId: z.string(),
      name: z.string(),
      distanceMetres: z.int().nullable(),
      chosen: z.boolean(),
      /** Place in the ranking from 1; null when a filter dropped it. */
      rank: z.int().nullable(),
      dropped: Drop.nullable(),
      text: z.string(),
    }),
  ),
});
const AssignmentState = z.enum([
  'offered',
  'accepted',
  'picking',
  'ready',
  'handed_over',
  'shipped',
  'closed',
  'rerouting',
  'stuck',
]);

const MissingHere = z.array(z.object({ skuId: z.string(), wanted: z.int(), available: z.int() }));
export const NearbyStore = StoreView.extend({
  distanceMetres: z.int().min(0),
  /** True when every line asked for is available there; true also when no lines were asked. */
  hasEverything: z.boolean(),
  missing: MissingHere,
  /** Whether an order placed now could be had here: the same filters, in the same order, as routing uses. */
  offered: z.boolean(),
  /** The first filter it fails, for machines, and the same for people; null when offered. */
  notOffered: z.object({ filter: RoutingFilter, reason: DropReason, text: z.string() }).nullable(),
});

const PolicyView = z.object({
  version: z.int(),
  policy: RoutingPolicy,
  savedBy: z.string().nullable(),
  savedAt: Time.nullable(),
});
const Outcome = z.object({
  /** Orders that no single place could serve whole although several together could. */
  splitPercent: z.number(),
  /** Of the orders a store serves; null when no distance is known. */
  meanDistanceMetres: z.number().nullable(),
  /** Rejections to expect per hundred orders: those that happened, else the store's rate in these days. */
  rejectPercent: z.number(),
  storePercent: z.number(),
  warehousePercent: z.number(),
  humanPercent: z.number(),
});

export const routing = {
  'routing.findNearbyStores': endpoint({
    for: 'public',
    summary:
      'Stores that serve a GCJ-02 point, nearest first, each with what is missing there and why it is not offered; delivery when none',
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
        missing: MissingHere,
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
  'routing.explain': endpoint({
    for: 'staff',
    summary:
      'Every decision about where an order is served, in plain Chinese; for staff of a store it was offered to, and operators',
    input: z.strictObject({ orderId: Id }),
    output: z.object({
      orderId: z.string(),
      state: AssignmentState,
      stateText: z.string(),
      locationId: z.string().nullable(),
      hop: z.int(),
      leaseUntil: Time.nullable(),
      decisions: z.array(DecisionView),
    }),
    errors: [],
  }),
  'routing.listStuck': endpoint({
    for: 'staff',
    summary: 'Orders that no place could take, longest waiting first, for operators',
    input: z.strictObject({ cursor: Cursor.optional(), limit: z.int().min(1).max(50).default(30) }),
    output: z.object({
      items: z.array(
        z.object({
          orderId: z.string(),
          fulfilment: z.enum(['pickup', 'delivery']),
          reason: z.string(),
          stuckAt: Time,
          hops: z.int(),
          lines: z.array(z.object({ skuId: z.string(), quantity: z.int() })),
          /** Places that gave it back. */
          excluded: z.array(z.object({ locationId: z.string(), name: z.string() })),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
    errors: [],
  }),
  'routing.resolveStuck': endpoint({
    for: 'staff',
    summary:
      'An operator gives a stuck order to a store (`WAREHOUSE`: the warehouse, deliveries only) or has it refunded; once',
    input: z
      .strictObject({ orderId: Id, action: z.enum(['assign', 'refund']), storeId: Code.optional() })
      .refine((input) => (input.action === 'assign') === (input.storeId !== undefined), {
        message: '指派须选择门店，退款不选门店',
      }),
    output: z.object({ orderId: z.string(), state: AssignmentState }),
    errors: ['ROUTING_NOT_STUCK', 'OUT_OF_STOCK'],
  }),
  'routing.getPolicy': endpoint({
    for: 'staff',
    summary: 'The rules orders are routed by, for operators',
    input: z.strictObject({}),
    output: PolicyView,
    errors: [],
  }),
  'routing.savePolicy': endpoint({
    for: 'staff',
    summary: 'A new version of the rules; refused when somebody else saved one since `baseVersion`',
    input: z.strictObject({ baseVersion: z.int().min(0), policy: RoutingPolicy }),
    output: PolicyView,
    errors: ['ROUTING_POLICY_CHANGED'],
  }),
  'routing.whatIf': endpoint({
    for: 'staff',
    summary:
      'The orders of the last days decided again from their recorded facts, under the present rules and under these',
    input: z.strictObject({ days: z.int().min(1).max(31).default(7), policy: RoutingPolicy }),
    output: z.object({
      orders: z.int(),
      /** Orders that would be served by another place than under the present rules. */
      changed: z.int(),
      before: Outcome,
      after: Outcome,
      /** Limits of the comparison, for people. */
      notes: z.array(z.string()),
    }),
    errors: [],
  }),
};
