import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** What takes the place of a button that was pressed takes its focus, too; it has `tabIndex={-1}`. */
export function useLanding<T extends HTMLElement>(): RefObject<T> {
  const place = useRef<T>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return place;
}
