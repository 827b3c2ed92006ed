import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, Cursor, Id, RequestId, SalesChannel, Time } from './common';

/**
 * Why staff change a number by hand. received 收货 · found 找到 · transferred_in 调入 · damaged 报损 · lost 丢失 · transferred_out 调出 ·
 * correction 更正 (the only one that may be negative) · set_aside 移出可售 (still in the house) · back_on_sale 恢复可售 ·
 * written_off 销毁 (of the pieces set aside).
 */
export const AdjustReason = z.enum([
  'received',
  'found',
  'transferred_in',
  'damaged',
  'lost',
  'transferred_out',
  'correction',
  'set_aside',
  'back_on_sale',
  'written_off',
]);
export type AdjustReason = z.output<typeof AdjustReason>;
/** Every reason a movement of the ledger may have. */
export const MovementReason = z.enum([
  ...AdjustReason.options,
  'counted',
  'imported',
  'handed_over',
  'returned',
  'rejected',
]);
export type MovementReason = z.output<typeof MovementReason>;

const Pieces = z.int().min(0).max(1_000_000);
const Note = z.string().trim().min(1).max(100);
/** Pieces kept back per channel; a channel that is not named has the default. */
const ChannelSafety = z.partialRecord(SalesChannel, z.int());
const Goods = { skuId: z.string(), title: z.string(), valuesText: z.string(), imageUrl: z.string() };

export const StockView = z.object({
  ...Goods,
  storeId: z.string(),
  /** In the house, promised and set-aside pieces included. */
  onHand: z.int(),
  held: z.int(),
  /** In the house but not for sale (damaged). */
  unsellable: z.int(),
  safety: z.int(),
  channelSafety: ChannelSafety,
  /** What the mini-program can still sell. */
  available: z.int(),
  /** More is promised than is there: a count found less. */
  isShort: z.boolean(),
});
export const StockMovementView = z.object({
  movementId: z.string(),
  at: Time,
  reason: MovementReason,
  reasonText: z.string(),
  /** Pieces that came (+) or went (−). */
  change: z.int(),
  /** Pieces set aside (+) or no more (−). */
  unsellableChange: z.int(),
  /** On hand after this movement. */
  balance: z.int(),
  byText: z.string(),
  note: z.string().nullable(),
  /** The order's hold, return, count, import or request it belongs to. */
  ref: z.string(),
});
export const CountWhy = z.enum(['rejected', 'not_found', 'asked', 'routine']);
export type CountWhy = z.output<typeof CountWhy>;
export const CountTaskView = z.object({
  ...Goods,
  countId: z.string(),
  storeId: z.string(),
  why: CountWhy,
  whyText: z.string(),
  state: z.enum(['open', 'counted']),
  openedAt: Time,
  /** Send it back with the number: it names the moment the clerk starts from. The expected number is not shown on purpose. */
  basis: z.int(),
  countedAt: Time.nullable(),
  counted: z.int().nullable(),
  /** counted − what was in the books. */
  difference: z.int().nullable(),
  byText: z.string().nullable(),
});

/** A row of a file, nothing checked yet: bad ones are refused one by one, with the reason. */
const RawCell = z.union([z.string().max(100), z.number()]);
export const ImportRow = z.strictObject({
  locationId: RawCell,
  skuId: RawCell,
  onHand: RawCell,
  safety: RawCell.optional(),
});
export const ImportNoteCode = z.enum([
  'LOCATION_UNKNOWN',
  'SKU_UNKNOWN',
  'QUANTITY_UNREADABLE',
  'QUANTITY_TOO_LARGE',
  'SAFETY_UNREADABLE',
  'DUPLICATE_ROW',
  'NEWER_IMPORT',
  'STOCK_BUSY',
  'NEGATIVE_IS_ZERO',
  'NUMBER_TIDIED',
]);
export type ImportNoteCode = z.output<typeof ImportNoteCode>;
export const ImportNote = z.object({
  /** Counted from 1. */
  row: z.int(),
  verdict: z.enum(['refused', 'repaired']),
  code: ImportNoteCode,
  text: z.string(),
  locationId: z.string(),
  skuId: z.string(),
  detail: z.string(),
});
export const ImportReport = z.object({
  rows: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Taken by an earlier call of the same import. */
  already: z.int(),
  refused: z.int(),
  notes: z.array(ImportNote),
});

const adjustment = z.strictObject({
  requestId: RequestId,
  storeId: Code,
  skuId: Code,
  reason: AdjustReason,
  /** Pieces; the reason says whether they come or go. Negative for a correction downwards only. */
  quantity: z.int().min(-1_000_000).max(1_000_000),
  note: Note.optional(),
});

export const inventory = {
  'inventory.list': endpoint({
    for: 'staff',
    summary: "A location's stock by SKU, with search by title or SKU and a filter for what runs low",
    input: z.strictObject({
      /** A store, or WAREHOUSE (head office). */
      storeId: Code,
      search: z.string().trim().min(1).max(40).optional(),
      /** Only what the mini-program can sell at most this often. */
      availableAtMost: z.int().min(0).max(10_000).optional(),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(100).default(30),
    }),
    output: z.object({ items: z.array(StockView), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'inventory.history': endpoint({
    for: 'staff',
    summary: 'The ledger of one SKU at one location, newest first, each row with the balance after it',
    input: z.strictObject({
      storeId: Code,
      skuId: Code,
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(100).default(30),
    }),
    output: z.object({
      stock: StockView,
      items: z.array(StockMovementView),
      nextCursor: z.string().nullable(),
    }),
    errors: [],
  }),
  'inventory.adjust': endpoint({
    for: 'staff',
    summary: 'Changes stock by hand for a reason, once per request; never takes pieces promised to orders',
    input: adjustment.refine(
      ({ reason, quantity }) => quantity > 0 || (reason === 'correction' && quantity < 0),
      { message: '数量须大于 0；只有更正可以为负', path: ['quantity'] },
    ),
    output: StockView,
    errors: ['STOCK_TOO_FEW', 'REQUEST_REUSED'],
  }),
  'inventory.setSafety': endpoint({
    for: 'staff',
    summary: 'How many pieces are kept back: by default, and per channel (null: the default again)',
    input: z
      .strictObject({
        storeId: Code,
        skuId: Code,
        safety: Pieces.optional(),
        channels: z.partialRecord(SalesChannel, Pieces.nullable()).optional(),
      })
      .refine(({ safety, channels }) => safety !== undefined || Object.keys(channels ?? {}).length > 0, {
        message: '请填写要修改的安全库存',
      }),
    output: StockView,
    errors: [],
  }),
  'inventory.listCounts': endpoint({
    for: 'staff',
    summary: 'Cycle counts of a location: open ones oldest first, finished ones newest first',
    input: z.strictObject({
      storeId: Code,
      state: z.enum(['open', 'counted']).default('open'),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(100).default(30),
    }),
    output: z.object({ items: z.array(CountTaskView), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'inventory.askForCount': endpoint({
    for: 'staff',
    summary: 'Asks for a count of one SKU; answers the open one if there is one',
    input: z.strictObject({ storeId: Code, skuId: Code }),
    output: CountTaskView,
    errors: [],
  }),
  'inventory.submitCount': endpoint({
    for: 'staff',
    summary:
      'What was counted in the house, promised and set-aside pieces included; refused with a new basis when pieces came or went since the given basis',
    input: z.strictObject({ storeId: Code, countId: Id, counted: Pieces, basis: z.int().min(0) }),
    output: z.object({ count: CountTaskView, stock: StockView }),
    errors: ['COUNT_STALE', 'COUNT_CLOSED'],
  }),
  'inventory.importRows': endpoint({
    for: 'staff',
    summary:
      'Sets stock from another system, up to 500 rows a call; the same import and part again changes nothing',
    input: z.strictObject({
      importId: RequestId,
      /** Number of this call within its import. */
      part: z.int().min(0).max(100_000).default(0),
      /** When the numbers were true; what moved since then is added to them. Absent: now. */
      asOf: Time.optional(),
      dryRun: z.boolean().default(false),
      rows: z.array(ImportRow).min(1).max(500),
    }),
    output: ImportReport,
    errors: ['REQUEST_REUSED'],
  }),
};
