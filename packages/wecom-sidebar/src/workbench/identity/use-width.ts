import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** How wide a place is, in whole pixels, before the first paint and whenever it changes. */
export function useWidth<T extends HTMLElement>(): [RefObject<T>, number] {
  const place = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return [place, width];
}
