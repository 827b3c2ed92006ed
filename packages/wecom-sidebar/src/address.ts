import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());
const watch = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
};

/** The path and query of now. Views inside a page live in the query, so that the server has to know three paths only. */
export const useAddress = (): URL =>
  new URL(
    useSyncExternalStore(watch, () => window.location.href),
    window.location.href,
  );

export function go(to: string): void {
  window.history.pushState(null, '', to);
  window.scrollTo(0, 0);
  tell();
}

/** Back to where one came from inside the app, or to `home` when the page was opened right here. */
export function goHome(home: string): void {
  window.history.replaceState(null, '', home);
  window.scrollTo(0, 0);
  tell();
}
