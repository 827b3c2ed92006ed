import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, Cursor, Id, Time } from './common';

export const PickupAction = z.enum(['accept', 'markReady', 'handOver']);
export const PickupStage = z.enum(['to_accept', 'preparing', 'ready', 'handed_over', 'closed']);
export const PickupTask = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  storeId: z.string(),
  stage: PickupStage,
  stageText: z.string(),
  /** `林 ****8001`: enough to call out, not to call up. */
  customerText: z.string(),
  lines: z.array(
    z.object({
      skuId: z.string(),
      title: z.string(),
      valuesText: z.string(),
      imageUrl: z.string(),
      quantity: z.int(),
    }),
  ),
  remark: z.string().nullable(),
  paidAt: Time,
  readyAt: Time.nullable(),
  handedOverAt: Time.nullable(),
  actions: z.array(PickupAction),
});
/** What staff scan (`PK1.…`) or type (8 digits). */
const TypedCode = z.string().trim().min(4).max(200);
const codeRefusals = [
  'PICKUP_CODE_UNKNOWN',
  'PICKUP_CODE_EXPIRED',
  'PICKUP_WRONG_STORE',
  'PICKUP_ALREADY_HANDED_OVER',
  'PICKUP_NOT_READY',
  'PICKUP_ORDER_CLOSED',
  'TOO_MANY_TRIES',
] as const;

export const pickup = {
  'pickup.showCode': endpoint({
    for: 'member',
    summary:
      'The pickup code of an own order that is ready: a QR text that changes every 30 s, and 8 digits to say',
    input: z.strictObject({ orderId: Id }),
    output: z.object({ digits: z.string(), qrText: z.string(), refreshInSeconds: z.int() }),
    errors: ['PICKUP_NOT_READY', 'PICKUP_ALREADY_HANDED_OVER', 'PICKUP_ORDER_CLOSED'],
  }),
  'pickup.listQueue': endpoint({
    for: 'staff',
    summary: 'Pickup tasks of one of the own stores, oldest first, paged by key',
    input: z.strictObject({
      storeId: Code,
      stage: PickupStage.optional(),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(50).default(30),
    }),
    output: z.object({
      items: z.array(PickupTask),
      nextCursor: z.string().nullable(),
      counts: z.record(PickupStage, z.int()),
    }),
    errors: [],
  }),
  'pickup.accept': endpoint({
    for: 'staff',
    summary: 'The store takes the order on; accepting twice is the same acceptance',
    input: z.strictObject({ orderId: Id }),
    output: PickupTask,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.markReady': endpoint({
    for: 'staff',
    summary: 'Goods are packed: the shopper is told, WeChat is told (self-pickup); twice is the same',
    input: z.strictObject({ orderId: Id }),
    output: PickupTask,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.checkCode': endpoint({
    for: 'staff',
    summary: 'Whose order a code opens, without handing over',
    input: z.strictObject({ storeId: Code, code: TypedCode }),
    output: PickupTask,
    errors: codeRefusals,
  }),
  'pickup.redeem': endpoint({
    for: 'staff',
    summary: 'Hands the order over, once; only in the store it belongs to',
    input: z.strictObject({ storeId: Code, code: TypedCode }),
    output: PickupTask,
    errors: codeRefusals,
  }),
};
