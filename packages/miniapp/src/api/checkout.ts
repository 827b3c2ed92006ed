import { createState, useShared } from './state';
import { uuid } from './uuid';

export type Fulfilment = 'pickup' | 'delivery';
export type Intent = {
  /** One id from opening the checkout to the order: however often it is sent, it is one order. */
  requestId: string;
  lines: { skuId: string; quantity: number }[];
  from: 'cart' | 'buy-now';
  fulfilment: Fulfilment;
};

const intent = createState<Intent | null>(null, 'checkout');
/** What the shopper last said; the next checkout starts with it. */
const preferred = createState<Fulfilment>('pickup');

export const useIntent = (): Intent | null => useShared(intent);
export const endCheckout = (): void => intent.set(null);

export function beginCheckout(lines: Intent['lines'], from: Intent['from']): void {
  const wanted = lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  intent.set({ requestId: uuid(), lines: wanted, from, fulfilment: preferred.get() });
}

export function preferFulfilment(fulfilment: Fulfilment): void {
  preferred.set(fulfilment);
  const held = intent.get();
  if (held) intent.set({ ...held, fulfilment });
}
