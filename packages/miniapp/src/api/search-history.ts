import { createState, useShared } from './state';

export const MOST_WORDS = 10;

/** What was searched for on this phone, the last first. It is told to nobody. */
const history = createState<string[]>([], 'search-history');

export const useSearchHistory = (): string[] => useShared(history);
export const forgetSearches = (): void => history.set([]);
export const forgetSearch = (word: string): void => history.set(history.get().filter((one) => one !== word));

export function rememberSearch(word: string): void {
  const clean = word.trim();
  if (clean === '') return;
  history.set([clean, ...history.get().filter((one) => one !== clean)].slice(0, MOST_WORDS));
}
