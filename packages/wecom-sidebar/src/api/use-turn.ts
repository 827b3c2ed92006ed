import { useCallback, useRef } from 'react';

/** Numbers what a component asks: each turn tells whether it is still the last one. A turn taken on leaving silences the rest. */
export function useTurn(): () => () => boolean {
  const last = useRef(0);
  return useCallback(() => {
    last.current += 1;
    const mine = last.current;
    return () => mine === last.current;
  }, []);
}
