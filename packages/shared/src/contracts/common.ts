import { z } from 'zod';

/** Our ids: 20 lower-case base-32 characters. Anything else cannot exist. */
export const Id = z.string().regex(/^[0-9a-z]{20}$/);
/** Ids people give to things (stores, SKUs, products): letters, digits, dash. */
export const Code = z.string().regex(/^[0-9A-Za-z-]{1,32}$/);
/** Made by the client once per intent; the same id again is the same command. */
export const RequestId = z.uuid();
/** ISO 8601 in UTC on the wire. */
export const Time = z.iso.datetime();
export const Cursor = z.string().min(1).max(200);
export const PointInput = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
/** Where something is sold: each channel may have its own price, safety stock and way back for money. */
export const SalesChannel = z.enum(['mini_program', 'pos', 'douyin', 'xiaohongshu', 'meituan', 'open_api']);
export type SalesChannel = z.output<typeof SalesChannel>;
export const LineInput = z.strictObject({ skuId: Code, quantity: z.int().min(1).max(99) });
export const Lines = z
  .array(LineInput)
  .min(1)
  .max(50)
  .refine((lines) => new Set(lines.map((line) => line.skuId)).size === lines.length, {
    message: '同一规格只能出现一次',
  });
