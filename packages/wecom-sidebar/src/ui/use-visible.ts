import { useEffect, useRef, useSyncExternalStore } from 'react';

const watch = (told: () => void) => {
  document.addEventListener('visibilitychange', told);
  return () => document.removeEventListener('visibilitychange', told);
};
export const useVisible = () => useSyncExternalStore(watch, () => document.visibilityState === 'visible');

/** Runs when the page is looked at again, not when it is first shown. */
export function useReturn(run: () => void): void {
  const visible = useVisible();
  const seen = useRef(visible);
  useEffect(() => {
    if (visible && !seen.current) run();
    seen.current = visible;
  }, [visible, run]);
}
