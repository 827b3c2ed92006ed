import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Code, Cursor, Id, SalesChannel, Time } from './common';

/** Where orders come from that were paid elsewhere: a platform that calls us, or a system that calls our open API. */
export const ConnectorName = z.enum(['douyin', 'doudian', 'xiaohongshu', 'meituan']);
export const ApiScope = z.enum(['orders:read', 'orders:write', 'stock:read', 'stock:write', 'members:read']);

/** `<id>.<signature>` as it stands in the link that the buyer was sent. */
const OfferToken = z.string().regex(/^[0-9a-z]{20}\.[A-Za-z0-9_-]{32}$/);
/** What a platform calls a thing of its own. */
const ForeignId = z.string().regex(/^[\w.:-]{1,64}$/);
const Name = z.string().trim().min(1).max(40);

export const OfferState = z.enum(['open', 'accepted', 'declined', 'expired', 'out_of_stock', 'closed']);
export const OfferView = z.object({
  state: OfferState,
  /** What the buyer reads: what is offered, or how it ended. */
  text: z.string(),
  /** Until when an answer counts; null when there is nothing left to answer. */
  answerBefore: Time.nullable(),
  /** What the buyer gets back for collecting the goods; 0 when the order was sent for free. */
  freightFen: Fen,
  /** The sample that comes on top; null when none is promised, or none was left when the goods were set aside. */
  gift: z.object({ title: z.string(), quantity: z.int() }).nullable(),
  lines: z.array(
    z.object({ title: z.string(), valuesText: z.string(), imageUrl: z.string(), quantity: z.int() }),
  ),
  /** Nearest first, at most three. After accepting, the one that was chosen. */
  stores: z.array(
    z.object({ storeId: z.string(), name: z.string(), address: z.string(), distanceMetres: z.int() }),
  ),
  /** Set once the goods are ready at the counter. */
  pickupCode: z.object({ digits: z.string(), qrText: z.string(), refreshInSeconds: z.int() }).nullable(),
});

export const ChannelItem = z.object({
  connector: ConnectorName,
  itemId: z.string(),
  title: z.string(),
  skuId: z.string().nullable(),
  /** Orders that cannot be served before somebody says which SKU this is. */
  waitingOrders: z.int(),
  firstSeenAt: Time,
});
export const ChannelOrderState = z.enum([
  /** An item of it is not mapped to a SKU. */
  'waiting_mapping',
  /** Cannot become an order of ours by itself; `reason` says why. */
  'stuck',
  'placed',
  /** Cancelled or refunded at the platform before it became ours, or given back by a person. */
  'closed',
]);
export const ChannelOrder = z.object({
  source: z.string(),
  channel: SalesChannel,
  channelOrderId: z.string(),
  state: ChannelOrderState,
  reason: z.string().nullable(),
  orderId: z.string().nullable(),
  paidFen: Fen,
  seenAt: Time,
  /** Set when the buyer paid another price than the channel price we keep: the difference in fen, what we have less the other. */
  priceDifferenceFen: z.int(),
});
export const ApiKey = z.object({
  keyId: z.string(),
  name: z.string(),
  scopes: z.array(ApiScope),
  /** The stores it may act for; null for all. */
  storeIds: z.array(z.string()).nullable(),
  requestsPerMinute: z.int(),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  revokedAt: Time.nullable(),
});
export const PickupOfferPolicy = z.strictObject({
  /** Whether buyers near a store are asked to collect their goods. */
  active: z.boolean(),
  radiusMetres: z.int().min(100).max(20_000),
  /** Silence for so long is a no, and the goods are sent. */
  waitMinutes: z
    .int()
    .min(5)
    .max(24 * 60),
  /** The sample; null for none. */
  giftSkuId: Code.nullable(),
});
const ItemKey = { connector: ConnectorName, itemId: ForeignId };

export const channels = {
  'channels.getOffer': endpoint({
    for: 'public',
    summary: 'The offer behind the link that a buyer of another channel was sent: collect instead of waiting',
    input: z.strictObject({ token: OfferToken }),
    output: OfferView,
    errors: [],
  }),
  'channels.answerOffer': endpoint({
    for: 'public',
    summary:
      'Collect in this store, or have it sent after all; the same answer again is the same answer, another one comes too late',
    input: z
      .strictObject({ token: OfferToken, answer: z.enum(['accept', 'decline']), storeId: Code.optional() })
      .refine(({ answer, storeId }) => answer === 'accept' || storeId === undefined, {
        message: '不自提时不需要选择门店',
        path: ['storeId'],
      }),
    output: OfferView,
    errors: ['OFFER_OVER', 'OFFER_OUT_OF_STOCK'],
  }),
  'channels.listItems': endpoint({
    for: 'staff',
    summary: 'Items of the platforms and the SKUs they are (operators); `unmapped` is the queue of work',
    input: z.strictObject({
      unmapped: z.boolean().default(true),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(100).default(50),
    }),
    output: z.object({ items: z.array(ChannelItem), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'channels.mapItem': endpoint({
    for: 'staff',
    summary: 'Says which SKU an item of a platform is (operators); orders that waited for it go on',
    input: z.strictObject({ ...ItemKey, skuId: Code }),
    output: ChannelItem,
    errors: [],
  }),
  'channels.listOrders': endpoint({
    for: 'staff',
    summary: 'Orders of other channels by what became of them (operators), newest first',
    input: z.strictObject({
      state: ChannelOrderState.default('stuck'),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(100).default(50),
    }),
    output: z.object({ items: z.array(ChannelOrder), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'channels.resolveOrder': endpoint({
    for: 'staff',
    summary: 'A stuck order is tried again, or its money is given back at the platform (operators)',
    input: z.strictObject({
      source: z.string().min(1).max(40),
      channelOrderId: ForeignId,
      action: z.enum(['retry', 'refund']),
    }),
    output: ChannelOrder,
    errors: ['ORDER_STATE_CONFLICT', 'CHANNEL_NOT_CONNECTED'],
  }),
  'channels.getPickupOffers': endpoint({
    for: 'staff',
    summary: 'Whether and how buyers near a store are asked to collect (operators)',
    input: z.strictObject({}),
    output: PickupOfferPolicy,
    errors: [],
  }),
  'channels.savePickupOffers': endpoint({
    for: 'staff',
    summary: 'Changes whether and how buyers near a store are asked to collect (operators)',
    input: PickupOfferPolicy,
    output: PickupOfferPolicy,
    errors: [],
  }),
  'channels.createApiKey': endpoint({
    for: 'staff',
    summary: 'A key to /open-api/v1 (operators); the secret is shown this once',
    input: z.strictObject({
      name: Name,
      scopes: z.array(ApiScope).min(1).max(5),
      storeIds: z.array(Code).min(1).max(500).optional(),
      requestsPerMinute: z.int().min(1).max(6000).default(300),
    }),
    output: z.object({ key: ApiKey, secret: z.string() }),
    errors: [],
  }),
  'channels.listApiKeys': endpoint({
    for: 'staff',
    summary: 'All keys to /open-api/v1, without their secrets (operators)',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ApiKey) }),
    errors: [],
  }),
  'channels.revokeApiKey': endpoint({
    for: 'staff',
    summary: 'From now on this key opens nothing (operators); twice is the same',
    input: z.strictObject({ keyId: Id }),
    output: ApiKey,
    errors: [],
  }),
};
