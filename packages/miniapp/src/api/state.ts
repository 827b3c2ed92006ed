import { useSyncExternalStore } from 'react';
import { clearAll, read, write } from '../platform/storage';

export type State<T> = {
  get: () => T;
  set: (next: T) => void;
  subscribe: (listener: () => void) => () => void;
};

const forgetting: (() => void)[] = [];

/** As if the app had just been installed: nothing of whoever used it is left on this phone. */
export function forgetEverything(): void {
  clearAll();
  forgetting.forEach((forget) => forget());
}

/** A value that screens share. With a `key` it outlives the app. */
export function createState<T>(initial: T, key?: string): State<T> {
  let value = (key === undefined ? null : read<T>(key)) ?? initial;
  const listeners = new Set<() => void>();
  if (key !== undefined)
    forgetting.push(() => {
      value = initial;
      listeners.forEach((listener) => listener());
    });
  return {
    get: () => value,
    set: (next) => {
      value = next;
      if (key !== undefined) write(key, next);
      listeners.forEach((listener) => listener());
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useShared = <T>(state: State<T>): T => useSyncExternalStore(state.subscribe, state.get);
