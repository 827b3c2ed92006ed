import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Code, Cursor, Id, RequestId, SalesChannel, Time } from './common';

export const AftersaleKind = z.enum(['refund_only', 'return', 'exchange']);
export const AftersaleState = z.enum([
  'applied',
  'approved',
  'awaiting_return',
  'received',
  'refunding',
  'refunded',
  'exchanged',
  'declined',
  'cancelled',
  'closed',
]);
export const AftersaleReason = z.enum([
  'no_longer_wanted',
  'does_not_fit',
  'quality',
  'wrong_item',
  'damaged',
  'missing',
  'not_as_described',
]);
/** What the shopper may do next. */
export const AftersaleAction = z.enum(['cancel', 'showReturnNumber']);
/** What the member of staff who asks may do next. */
export const AftersaleStaffAction = z.enum([
  'approve',
  'decline',
  'receiveReturn',
  'handOverReplacement',
  'refundInstead',
]);
/** In what state goods came back: only sellable ones go back on the shelf. */
export const ReturnCondition = z.enum(['sellable', 'damaged']);

const Note = z.string().trim().min(1).max(200);
const Goods = {
  skuId: z.string(),
  productId: z.string(),
  title: z.string(),
  valuesText: z.string(),
  imageUrl: z.string(),
};
const Store = z.object({ storeId: z.string(), name: z.string() });
const Replacement = z.object({ skuId: z.string(), valuesText: z.string() });

const Timeline = z.array(z.object({ state: AftersaleState, text: z.string(), at: Time }));
const Case = {
  caseId: z.string(),
  /** 14 digits to say at a counter when goods are brought back. */
  caseNo: z.string(),
  orderId: z.string(),
  orderNo: z.string(),
  kind: AftersaleKind,
  kindText: z.string(),
  state: AftersaleState,
  statusText: z.string(),
  /** One sentence on what happens next. */
  hint: z.string(),
  reason: AftersaleReason,
  reasonText: z.string(),
  note: z.string().nullable(),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      ...Goods,
      quantity: z.int(),
      refundFen: Fen,
      /** The goods given for it, in an exchange. */
      replacement: Replacement.nullable(),
    }),
  ),
  /** What goes back, or would; 0 for an exchange. A fen may move between cases of one line until the money is asked for. */
  refundFen: Fen,
  appliedAt: Time,
  /** By when the goods have to be brought back. */
  sendBackBefore: Time.nullable(),
  /** Where an exchange happens. */
  exchangeStore: Store.nullable(),
  /** Where the goods came back. */
  receivedAt: Store.nullable(),
  declinedReason: z.string().nullable(),
  timeline: Timeline,
};
export const AftersaleCase = z.object({ ...Case, actions: z.array(AftersaleAction) });
export const AftersaleStaffCase = z.object({
  ...Case,
  /** The store whose people decide; null: head office. */
  store: Store.nullable(),
  channel: SalesChannel,
  customerText: z.string(),
  /** The time to decide ran out: head office decides now. */
  escalated: z.boolean(),
  /** The refund is stuck: what WeChat Pay says. */
  problem: z.string().nullable(),
  actions: z.array(AftersaleStaffAction),
});

export const AftersaleOptions = z.object({
  orderId: z.string(),
  /** `cancel`: orders.cancel; `refund`: orders.refund gives everything back at once; null: neither. */
  wholeOrder: z.enum(['cancel', 'refund']).nullable(),
  /** What can be done, or why nothing can. */
  hint: z.string(),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      ...Goods,
      quantity: z.int(),
      isGift: z.boolean(),
      /** Pieces that are in no case and were not given back. */
      availableQuantity: z.int(),
      /** What the available pieces would bring back. */
      refundFen: Fen,
      /** Not handed over yet: only all of it can be taken off the order. */
      wholeLineOnly: z.boolean(),
      kinds: z.array(AftersaleKind),
      /** Other colours and sizes of the same price. `available` is null while no store is named. */
      replacements: z.array(Replacement.extend({ available: z.boolean().nullable() })),
    }),
  ),
  kinds: z.array(
    z.object({
      kind: AftersaleKind,
      text: z.string(),
      reasons: z.array(
        z.object({
          reason: AftersaleReason,
          text: z.string(),
          noteRequired: z.boolean(),
          /** Until when it can be given as a reason; null: as long as the goods are not handed over. */
          applyBefore: Time.nullable(),
        }),
      ),
    }),
  ),
});

const OneCase = z.strictObject({ caseId: Id });
const Line = z.strictObject({
  lineNo: z.int().min(1).max(200),
  quantity: z.int().min(1).max(99),
  /** For an exchange: what is wanted instead, of the same product and price. */
  replacementSkuId: Code.optional(),
});
const Page = { cursor: Cursor.optional(), limit: z.int().min(1).max(50).default(20) };
/** Eight digits of the day, six of chance: written on the shopper's page, typed or scanned at the counter. */
const CaseNo = z.string().regex(/^\d{14}$/);

export const aftersale = {
  'aftersale.options': endpoint({
    for: 'member',
    summary:
      'What can be given back, returned or exchanged of an own order, for which reasons and until when',
    input: z.strictObject({ orderId: Id, storeId: Code.optional() }),
    output: AftersaleOptions,
    errors: [],
  }),
  'aftersale.apply': endpoint({
    for: 'member',
    summary:
      'Opens a case for pieces of an order; may be approved at once. The same requestId again is the same case',
    input: z
      .strictObject({
        requestId: RequestId,
        orderId: Id,
        kind: AftersaleKind,
        lines: z
          .array(Line)
          .min(1)
          .max(50)
          .refine((lines) => new Set(lines.map(({ lineNo }) => lineNo)).size === lines.length, {
            message: '同一商品行只能出现一次',
          }),
        reason: AftersaleReason,
        note: Note.optional(),
        /** The store where an exchange is to happen; must be absent otherwise. */
        storeId: Code.optional(),
      })
      .refine(({ kind, storeId }) => (kind === 'exchange') === (storeId !== undefined), {
        message: '换货需选择门店，其他售后不需要',
        path: ['storeId'],
      }),
    output: AftersaleCase,
    errors: [
      'AFTERSALE_NOT_ALLOWED',
      'AFTERSALE_TOO_LATE',
      'AFTERSALE_LINE_TAKEN',
      'AFTERSALE_REASON_UNFIT',
      'AFTERSALE_NOTE_REQUIRED',
      'AFTERSALE_NOT_EXCHANGEABLE',
      'OUT_OF_STOCK',
      'REQUEST_REUSED',
    ],
  }),
  'aftersale.list': endpoint({
    for: 'member',
    summary: 'Own cases, newest first, of one order if it is named; paged by key',
    input: z.strictObject({ orderId: Id.optional(), ...Page }),
    output: z.object({ items: z.array(AftersaleCase), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'aftersale.get': endpoint({
    for: 'member',
    summary: 'One own case',
    input: OneCase,
    output: AftersaleCase,
    errors: [],
  }),
  'aftersale.cancel': endpoint({
    for: 'member',
    summary:
      'The shopper keeps the goods after all, as long as they were not brought back; twice is the same',
    input: OneCase,
    output: AftersaleCase,
    errors: ['AFTERSALE_STATE_CONFLICT'],
  }),
  'aftersale.listForStaff': endpoint({
    for: 'staff',
    summary: 'Cases a store (or, without one, head office) has to do with, newest first, paged by key',
    input: z.strictObject({
      storeId: Code.optional(),
      state: AftersaleState.optional(),
      ...Page,
    }),
    output: z.object({ items: z.array(AftersaleStaffCase), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'aftersale.getForStaff': endpoint({
    for: 'staff',
    summary: 'One case, for the people of the store that decides or head office',
    input: OneCase,
    output: AftersaleStaffCase,
    errors: [],
  }),
  'aftersale.approve': endpoint({
    for: 'staff',
    summary:
      'Manager, clerk or operator agrees: money goes back, or the goods may be brought back; twice is the same',
    input: OneCase,
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_STATE_CONFLICT', 'AFTERSALE_REPLACEMENT_GONE', 'ORDER_NOT_REFUNDABLE'],
  }),
  'aftersale.decline': endpoint({
    for: 'staff',
    summary: 'Refuses a case, also goods that came back not as they should; the shopper reads why',
    input: z.strictObject({ caseId: Id, why: Note }),
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_STATE_CONFLICT'],
  }),
  'aftersale.findReturn': endpoint({
    for: 'staff',
    summary: 'The case of goods that are brought to a counter, by its number, in any store',
    input: z.strictObject({ storeId: Code, caseNo: CaseNo }),
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_WRONG_STORE'],
  }),
  'aftersale.receiveReturn': endpoint({
    for: 'staff',
    summary:
      'Goods came back over the counter of any store (or to the warehouse: head office): stock there, then the money',
    input: z.strictObject({ storeId: Code, caseNo: CaseNo, condition: ReturnCondition }),
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_STATE_CONFLICT', 'AFTERSALE_WRONG_STORE', 'ORDER_NOT_REFUNDABLE'],
  }),
  'aftersale.handOverReplacement': endpoint({
    for: 'staff',
    summary: 'The goods of an exchange go over the counter, once, after the old ones came back',
    input: OneCase,
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_STATE_CONFLICT'],
  }),
  'aftersale.refundInstead': endpoint({
    for: 'staff',
    summary: 'The replacement turned out unfit: the money goes back instead, after the old goods came back',
    input: OneCase,
    output: AftersaleStaffCase,
    errors: ['AFTERSALE_STATE_CONFLICT', 'ORDER_NOT_REFUNDABLE'],
  }),
};
