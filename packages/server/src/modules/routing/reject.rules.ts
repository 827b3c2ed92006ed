import type { RejectReason } from '@omni/shared/contracts/routing';
import type { z } from 'zod';
import type { RejectionEffect } from '../inventory';

type Reason = z.output<typeof RejectReason>;

/** What each reason says about the store's stock. */
export const STOCK_EFFECT: Record<Reason, RejectionEffect> = {
  NOT_IN_STOCK: 'zero',
  STOCK_MISMATCH: 'minus',
  DAMAGED: 'unsellable',
  STORE_BUSY: 'none',
  STORE_CLOSING: 'none',
  OTHER: 'none',
};

/** Reasons that speak of the goods: given twice for one SKU, somebody has to count it. */
export const ABOUT_THE_GOODS: readonly Reason[] = ['NOT_IN_STOCK', 'STOCK_MISMATCH', 'DAMAGED'];

export const REASON_TEXTS: Record<Reason, string> = {
  NOT_IN_STOCK: '店内缺货',
  STOCK_MISMATCH: '库存与实物不符',
  DAMAGED: '商品有损坏',
  STORE_BUSY: '门店忙不过来',
  STORE_CLOSING: '门店即将打烊',
  OTHER: '门店无法接单',
};
export const EXPIRED_TEXT = '门店超时未接单';
