/** Web storage that never throws: some webviews forbid it, and then the page still works until it is closed. */
const memory = new Map<string, string>();

const open = (kind: 'sessionStorage' | 'localStorage'): Storage | null => {
  try {
    return window[kind];
  } catch {
    return null;
  }
};

const shelf = (kind: 'sessionStorage' | 'localStorage') => ({
  read(key: string): string | null {
    try {
      return open(kind)?.getItem(key) ?? memory.get(key) ?? null;
    } catch {
      return memory.get(key) ?? null;
    }
  },
  write(key: string, value: string | null): void {
    if (value === null) memory.delete(key);
    else memory.set(key, value);
    try {
      if (value === null) open(kind)?.removeItem(key);
      else open(kind)?.setItem(key, value);
    } catch {
      // The copy in memory serves until the page closes.
    }
  },
});

/** Ends with the window: the session token, the login nonce. */
export const sessionShelf = shelf('sessionStorage');
/** Survives: which store this phone works for. */
export const deviceShelf = shelf('localStorage');
