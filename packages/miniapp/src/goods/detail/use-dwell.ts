import { useEffect, useRef } from 'react';
import { track } from '../../api/tracking';
import { useSeen } from '../../platform/lifecycle';

const MAX_SECONDS = 3600;

/** Tells how long a product was looked at, once per look: when the shopper leaves the page, whichever way. */
export function useDwell(productId: string | null, storeId: string | null): void {
  const seen = useSeen();
  const store = useRef(storeId);
  store.current = storeId;
  useEffect(() => {
    if (!seen || productId === null) return;
    const since = Date.now();
    return () => {
      const seconds = Math.min(MAX_SECONDS, Math.round((Date.now() - since) / 1000));
      const at = store.current === null ? {} : { storeId: store.current };
      track({ type: 'product.viewed', productId, seconds, ...at });
    };
  }, [seen, productId]);
}
