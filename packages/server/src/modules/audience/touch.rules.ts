import type { z } from 'zod';
import type { BrowseEvent } from '@omni/shared/contracts/audience';
import type { Touch } from './touch.model';

type Event = z.output<typeof BrowseEvent>;
type Names = { products: ReadonlyMap<string, string>; storeNames: ReadonlyMap<string, string> };

const CLOCK_SKEW_MS = 5 * 60_000;
const LATEST_MS = 7 * 24 * 3600_000;

/** Phones' clocks are a little wrong and offline events come late; anything else is not believed. */
export const isPlausible = (at: Date, now: Date): boolean =>
  at.getTime() <= now.getTime() + CLOCK_SKEW_MS && at.getTime() >= now.getTime() - LATEST_MS;

const kinds = { 'product.viewed': 'browse', 'cart.added': 'cart', 'store.scanned': 'scan' } as const;
const titles = { 'product.viewed': '看了', 'cart.added': '加入购物车', 'store.scanned': '到店扫码' } as const;

type Owner = Pick<Touch, 'customerId' | 'origin'>;

/** The touch an event becomes, or null when it names goods or a store that do not exist. */
export function draftTouch(owner: Owner, event: Event, names: Names): Touch | null {
  const storeId = 'storeId' in event ? (event.storeId ?? null) : null;
  const productId = event.productId ?? null;
  const productTitle = productId === null ? null : (names.products.get(productId) ?? null);
  if (productId !== null && productTitle === null) return null;
  if (storeId !== null && !names.storeNames.has(storeId)) return null;
  const subject = [storeId === null ? null : (names.storeNames.get(storeId) ?? null), productTitle];
  const seconds = event.type === 'product.viewed' ? (event.seconds ?? null) : null;
  return {
    _id: `${owner.origin}/${event.eventId}`,
    ...owner,
    kind: kinds[event.type],
    at: new Date(event.at),
    title: titles[event.type],
    text: subject.filter((part) => part !== null).join(' · ') + (seconds ? `，停留 ${seconds} 秒` : ''),
    productId,
    skuId: event.type === 'cart.added' ? event.skuId : null,
    storeId,
    seconds,
  };
}
