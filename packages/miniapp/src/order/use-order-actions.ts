import { useState } from 'react';
import { addToCart } from '../api/cart';
import { call } from '../api/client';
import { useAction } from '../api/hooks';
import type { Order, OrderAction } from '../api/views';
import { toast } from '../platform/feedback';
import { goTo, goToTab } from '../platform/navigate';
import { pay } from './pay';

type Asking = 'cancel' | 'refund' | 'receipt' | null;
/** What stands in the bar below an order; a friend's code and more time are asked for beside the goods. */
export type BarAction = Exclude<OrderAction, 'shareCode' | 'extendPickup'>;

/** What the shopper may do with an order is the server's list; this is how each of it is done. */
export function useOrderActions(order: Order, onChange: (order: Order | null) => void) {
  const [asking, setAsking] = useState<Asking>(null);
  const paying = useAction(() => pay(order, () => onChange(null)));
  const cancelling = useAction(async () => {
    const result = await call('orders.cancel', { orderId: order.orderId });
    setAsking(null);
    toast(result.ok ? '订单已取消' : result.message);
    onChange(result.ok ? result.data : null);
  });
  const refunding = useAction(async (reason: string) => {
    const result = await call('orders.refund', { orderId: order.orderId, reason });
    setAsking(null);
    toast(result.ok ? '已申请退款，款项将原路退回' : result.message);
    onChange(result.ok ? result.data : null);
  });
  const confirming = useAction(async () => {
    const result = await call('orders.confirmReceipt', { orderId: order.orderId });
    setAsking(null);
    toast(result.ok ? '已确认收货' : result.message);
    onChange(result.ok ? result.data : null);
  });
  const act: Record<BarAction, () => void> = {
    pay: () => paying.run(),
    cancel: () => setAsking('cancel'),
    refund: () => setAsking('refund'),
    showPickupCode: () => goTo('pickupCode', { orderId: order.orderId }),
    confirmReceipt: () => setAsking('receipt'),
    aftersale: () => goTo('aftersaleApply', { orderId: order.orderId }),
    buyAgain: () => buyAgain(order),
  };
  return { act, asking, close: () => setAsking(null), paying, cancelling, refunding, confirming };
}

export type OrderActionsState = ReturnType<typeof useOrderActions>;

/** Puts the goods that were paid for into the cart, where today's prices and stock are looked up and told. */
function buyAgain(order: Order): void {
  const bought = order.lines.filter(({ isGift }) => !isGift);
  for (const { skuId, productId, title, valuesText, imageUrl, priceFen, quantity } of bought) {
    addToCart({
      skuId,
      productId,
      title,
      valuesText,
      imageUrl,
      priceFen,
      quantity,
    });
  }
  toast('已加入购物车');
  goToTab('cart');
}
