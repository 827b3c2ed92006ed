import { useCallback, useEffect, useState } from 'react';
import type { Result } from '@omni/shared/client';
import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { currentCame } from '../../api/arrival';
import { removeFromCart } from '../../api/cart';
import { endCheckout, useIntent } from '../../api/checkout';
import { call } from '../../api/client';
import { useAction, useCall } from '../../api/hooks';
import { createState, useShared } from '../../api/state';
import { useStore } from '../../api/store-choice';
import type { Address } from '../../api/views';
import { toast } from '../../platform/feedback';
import { replaceWith } from '../../platform/navigate';
import { addressTrouble, emptyAddress, trimmed } from '../address.rules';
import { pay } from '../pay';

const address = createState<Address>(emptyAddress, 'address');
type Draft = Input<Contracts['orders.quote']>;
/** The best ones, none, or exactly these together. */
export type CouponChoice = 'auto' | 'none' | string[];

/** Where and how: null while a pickup store is still to be chosen. */
function useDraft(coupon: CouponChoice): Draft | null {
  const intent = useIntent();
  const store = useStore();
  if (intent === null) return null;
  const { fulfilment, lines } = intent;
  if (fulfilment === 'delivery') return { fulfilment, lines, coupon };
  return store === null ? null : { fulfilment, lines, coupon, storeId: store.storeId };
}

const advice: Partial<Record<string, string>> = {
  PRICE_CHANGED: '价格有变动，已更新为最新金额，请确认后重新提交',
  OUT_OF_STOCK: '部分商品在这里库存不足，可以换一家门店或改用快递配送',
  STORE_CLOSED: '门店当前休息中，可以换一家门店或改用快递配送',
  COUPON_UNUSABLE: '所选优惠券已不可用，已重新为你挑选',
  REQUEST_REUSED: '这笔订单可能已经提交，请到「我的订单」查看',
  OFFLINE: '网络不给力。重新提交不会重复下单',
};
const adviceOf = (failure: Refusal) => advice[failure.code] ?? failure.message;

type Refusal = { code: string; message: string; details?: Record<string, unknown> };
/** What the server says stood in a coupon's way. */
const reasonOf = (refusal: Refusal | null): string | undefined =>
  typeof refusal?.details?.['reason'] === 'string' ? refusal.details['reason'] : undefined;
/** `then` is the way out that the trouble offers. */
export type Trouble = { text: string; then: 'retry' | 'orders' | null };

/** What went wrong with this very draft; another store, coupon or way of delivery makes it void. */
function useTrouble(draft: Draft | null, quote: { failure: Refusal | null }) {
  const [told, setTold] = useState<{ code: string; text: string; about: string } | null>(null);
  const about = JSON.stringify(draft);
  const tell = (refusal: Refusal | null) =>
    setTold(refusal && { code: refusal.code, text: adviceOf(refusal), about });
  const { failure } = quote;
  let trouble: Trouble | null = null;
  if (failure !== null) trouble = { text: adviceOf(failure), then: 'retry' };
  else if (told?.about === about)
    trouble = { text: told.text, then: told.code === 'REQUEST_REUSED' ? 'orders' : null };
  return { trouble, tell };
}

/** Chosen coupons that cannot be used after all, or not together, give way to the best ones. */
function useCoupon() {
  const [coupon, setCoupon] = useState<CouponChoice>('auto');
  const dropCoupon = useCallback((why: string | undefined) => {
    toast(why === undefined ? '所选优惠券不可用，已重新为你挑选' : `用不了：${why}`);
    setCoupon('auto');
  }, []);
  return { coupon, setCoupon, dropCoupon };
}

export function useCheckout() {
  const intent = useIntent();
  const { coupon, setCoupon, dropCoupon } = useCoupon();
  const [remark, setRemark] = useState('');
  const where = useShared(address);
  const draft = useDraft(coupon);
  const quote = useCall('orders.quote', draft);
  const { trouble, tell } = useTrouble(draft, quote);

  const unusable = quote.failure?.code === 'COUPON_UNUSABLE' && coupon !== 'auto';
  const why = unusable ? reasonOf(quote.failure) : undefined;
  useEffect(() => {
    if (unusable) dropCoupon(why);
  }, [unusable, why, dropCoupon]);
  const placing = useAction(async () => {
    const missing = draft?.fulfilment === 'delivery' ? addressTrouble(where) : null;
    if (missing !== null) return toast(missing);
    if (intent === null || draft === null || quote.data === null) return;
    tell(null);
    const came = currentCame();
    const placed = await call('orders.place', {
      ...draft,
      ...(came === null ? {} : { came }),
      ...(remark.trim() === '' ? {} : { remark: remark.trim() }),
      ...(draft.fulfilment === 'delivery' ? { address: trimmed(where) } : {}),
      requestId: intent.requestId,
      expectedPayableFen: quote.data.payableFen,
    });
    if (placed.ok) return afterPlacing(placed, intent);
    tell(placed);
    if (placed.code === 'COUPON_UNUSABLE' && coupon !== 'auto') dropCoupon(reasonOf(placed));
    else if (placed.code !== 'OFFLINE') quote.reload();
  });
  const form = { coupon, setCoupon, remark, setRemark, address: where, setAddress: address.set };
  return { intent, draft, quote, form, trouble, placing };
}

export type Checkout = ReturnType<typeof useCheckout>;

async function afterPlacing(
  placed: Extract<Result<'orders.place'>, { ok: true }>,
  intent: { from: string; lines: readonly { skuId: string }[] },
): Promise<void> {
  const order = placed.data;
  if (intent.from === 'cart') removeFromCart(intent.lines.map(({ skuId }) => skuId));
  await pay(order, () => replaceWith('order', { orderId: order.orderId }));
  endCheckout();
}
