import { useRef } from 'react';

/** One thing at a time: what is asked for while it is under way is dropped, however often it is tapped. */
export function useOnce() {
  const busy = useRef(false);
  return async (work: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    await work();
    busy.current = false;
  };
}
