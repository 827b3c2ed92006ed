import { z } from 'zod';
import { endpoint } from '../contract';
import { EXPRESS_COMPANIES } from '../express';
import { Code, Cursor, Id, RequestId, Time } from './common';
import { Fulfilment, Tracking } from './orders';
import { RejectReason } from './routing';

export const PickupAction = z.enum(['accept', 'reject', 'markReady', 'handOver', 'ship']);
export const PickupStage = z.enum(['to_accept', 'preparing', 'ready', 'handed_over', 'shipped', 'closed']);
const TaskLine = z.object({
  lineNo: z.int(),
  skuId: z.string(),
  title: z.string(),
  valuesText: z.string(),
  imageUrl: z.string(),
  quantity: z.int(),
  isGift: z.boolean(),
  /** Already over the counter; the others still wait. */
  handedOver: z.boolean(),
});
export const PickupTask = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  /** `WAREHOUSE` for what the warehouse sends. */
  storeId: z.string(),
  fulfilment: Fulfilment,
  stage: PickupStage,
  stageText: z.string(),
  /** `林 ****8001`: enough to call out, not to call up. */
  customerText: z.string(),
  lines: z.array(TaskLine),
  remark: z.string().nullable(),
  /** Why it came from another store, for people. */
  movedText: z.string().nullable(),
  paidAt: Time,
  readyAt: Time.nullable(),
  collectBefore: Time.nullable(),
  handedOverAt: Time.nullable(),
  shippedAt: Time.nullable(),
  tracking: Tracking.nullable(),
  /** WeChat refused what it was told of the shipping, so the money stays frozen: its code, until somebody has put it right. */
  shippingProblem: z.string().nullable(),
  actions: z.array(PickupAction),
});
const Label = z.object({ name: z.string(), phone: z.string(), region: z.string(), street: z.string() });
/** What staff scan (`PK1.…`, a friend's `PF1.…`) or type (8 digits). */
const TypedCode = z.string().trim().min(4).max(200);
const OneOrder = z.strictObject({ orderId: Id });
const LineNos = z
  .array(z.int().min(1))
  .min(1)
  .max(100)
  .refine((all) => new Set(all).size === all.length, { message: '同一行只能出现一次' });
const notOpen = ['PICKUP_NOT_READY', 'PICKUP_ALREADY_HANDED_OVER', 'PICKUP_ORDER_CLOSED'] as const;
const codeRefusals = [
  'PICKUP_CODE_UNKNOWN',
  'PICKUP_CODE_EXPIRED',
  'PICKUP_WRONG_STORE',
  'TOO_MANY_TRIES',
  ...notOpen,
] as const;

/** What a counter without a network wrote down; `mac` is HMAC-SHA256 in base64url, over `receiptText` (shared/receipt). */
const Receipt = z.strictObject({
  receiptId: RequestId,
  orderId: Id,
  digits: z.string().regex(/^\d{8}$/),
  at: Time,
  mac: z.string().regex(/^[\w-]{43}$/),
});
const ReceiptOutcome = z.object({
  receiptId: z.string(),
  /** `committed` by this receipt (now or before), `conflict`: a person looks at it, `refused`: no receipt of this device. */
  outcome: z.enum(['committed', 'conflict', 'refused']),
  reason: z.string().nullable(),
});
const Conflict = z.object({
  receiptId: z.string(),
  orderId: z.string(),
  orderNo: z.string().nullable(),
  storeId: z.string(),
  by: z.string(),
  handedOverAt: Time,
  uploadedAt: Time,
  reason: z.string(),
});

export const pickup = {
  'pickup.showCode': endpoint({
    for: 'member',
    summary:
      'The pickup code of an own order that is ready: a QR text that changes every 30 s, and 8 digits to say',
    input: OneOrder,
    output: z.object({ digits: z.string(), qrText: z.string(), refreshInSeconds: z.int() }),
    errors: notOpen,
  }),
  'pickup.shareCode': endpoint({
    for: 'member',
    summary: 'A code with which a friend collects once within 24 hours; the one before stops working',
    input: OneOrder,
    output: z.object({ token: z.string(), qrText: z.string(), expiresAt: Time }),
    errors: notOpen,
  }),
  'pickup.revokeShare': endpoint({
    for: 'member',
    summary: "Takes the friend's code back; nothing to take back is fine too",
    input: OneOrder,
    output: z.object({ revoked: z.boolean() }),
    errors: [],
  }),
  'pickup.openShare': endpoint({
    for: 'member',
    summary: 'What a friend with a shared code sees: where to go and for what, nothing of the owner',
    input: z.strictObject({ token: z.string().regex(/^[0-9a-z]{16}$/) }),
    output: z.object({
      state: z.enum(['open', 'used', 'over']),
      qrText: z.string().nullable(),
      store: z.object({ storeId: z.string(), name: z.string(), address: z.string() }).nullable(),
      lines: z.array(z.object({ title: z.string(), valuesText: z.string(), quantity: z.int() })),
      expiresAt: Time,
    }),
    errors: [],
  }),
  'pickup.extend': endpoint({
    for: 'member',
    summary: 'Keeps ready goods seven days longer, once per order; twice is the same',
    input: OneOrder,
    output: z.object({ collectBefore: Time }),
    errors: notOpen,
  }),
  'pickup.listQueue': endpoint({
    for: 'staff',
    summary: 'Tasks of one of the own stores (or WAREHOUSE, for operators), oldest first, paged by key',
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
    input: OneOrder,
    output: PickupTask,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.reject': endpoint({
    for: 'staff',
    summary: 'The store cannot serve the order: it goes to another one; rejecting twice is the same',
    input: z.strictObject({
      orderId: Id,
      reason: RejectReason,
      note: z.string().trim().min(1).max(100).optional(),
    }),
    output: PickupTask,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.markReady': endpoint({
    for: 'staff',
    summary: 'Goods are packed: the shopper is told, WeChat is told (self-pickup); twice is the same',
    input: OneOrder,
    output: PickupTask,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.showLabel': endpoint({
    for: 'staff',
    summary: 'Name, phone and address of a parcel that is being packed; every look is in the audit log',
    input: OneOrder,
    output: Label,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'pickup.ship': endpoint({
    for: 'staff',
    summary:
      'The parcel is on its way: the order counts as shipped and WeChat is told; the same again is the same',
    input: z.strictObject({
      orderId: Id,
      company: z.enum(EXPRESS_COMPANIES),
      number: z
        .string()
        .trim()
        .regex(/^[0-9A-Za-z-]{6,32}$/),
    }),
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
    summary: 'Hands the order over, or some of its lines, each once; only in the store it belongs to',
    input: z.strictObject({ storeId: Code, code: TypedCode, lineNos: LineNos.optional() }),
    output: PickupTask,
    errors: codeRefusals,
  }),
  'pickup.transferHere': endpoint({
    for: 'staff',
    summary: "Takes another store's order over, if the goods are here: the shopper stands at this counter",
    input: z.strictObject({ storeId: Code, code: TypedCode }),
    output: PickupTask,
    errors: [
      'PICKUP_CODE_UNKNOWN',
      'PICKUP_CODE_EXPIRED',
      'PICKUP_ALREADY_HANDED_OVER',
      'PICKUP_ORDER_CLOSED',
      'TOO_MANY_TRIES',
      'OUT_OF_STOCK',
      'ORDER_STATE_CONFLICT',
    ],
  }),
  'pickup.syncOffline': endpoint({
    for: 'staff',
    summary:
      'What a counter needs to hand over without a network for twelve hours: hashed codes and a key to sign with',
    input: z.strictObject({ storeId: Code }),
    output: z.object({
      deviceId: z.string(),
      /** 32 bytes in base64: signs receipts. */
      deviceKey: z.string(),
      /** A code's hash is PBKDF2-SHA256(digits, salt, iterations, 32 bytes) in base64url. */
      salt: z.string(),
      iterations: z.int(),
      issuedAt: Time,
      validUntil: Time,
      orders: z.array(
        z.object({
          orderId: z.string(),
          orderNo: z.string(),
          codeHash: z.string(),
          customerText: z.string(),
          lines: z.array(TaskLine),
        }),
      ),
    }),
    errors: [],
  }),
  'pickup.uploadReceipts': endpoint({
    for: 'staff',
    summary:
      'What was handed over without a network; the first commit wins, and the same receipt again is harmless',
    input: z.strictObject({ deviceId: Id, receipts: z.array(Receipt).min(1).max(100) }),
    output: z.object({ results: z.array(ReceiptOutcome) }),
    errors: [],
  }),
  'pickup.listConflicts': endpoint({
    for: 'staff',
    summary: 'Receipts of a store that contradict what the system knows and wait for a person',
    input: z.strictObject({ storeId: Code }),
    output: z.object({ items: z.array(Conflict) }),
    errors: [],
  }),
  'pickup.resolveConflict': endpoint({
    for: 'staff',
    summary: 'A manager or operator has looked into a conflict and says how it ended; once',
    input: z.strictObject({ receiptId: RequestId, note: z.string().trim().min(1).max(200) }),
    output: z.object({ resolvedAt: Time }),
    errors: ['ORDER_STATE_CONFLICT'],
  }),
};
