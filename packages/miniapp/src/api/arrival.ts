import { useEffect } from 'react';
import { usePageParams } from '../platform/lifecycle';
import { COUNTS_MS, cameBy } from './arrival.rules';
import { serverNowMs } from './clock';
import { createState } from './state';
import type { Came } from './views';

/** The last link with a guide or a campaign in it. */
const arrival = createState<{ came: Came; atMs: number } | null>(null, 'arrival');

/** Null: no such link, or too long ago. */
export function currentCame(): Came | null {
  const held = arrival.get();
  return held !== null && serverNowMs() - held.atMs < COUNTS_MS ? held.came : null;
}

/** Every page may be where a link leads to. */
export function useArrival(): void {
  const params = usePageParams();
  const said = JSON.stringify(cameBy(params));
  useEffect(() => {
    const came = JSON.parse(said) as Came | null;
    if (came !== null) arrival.set({ came, atMs: serverNowMs() });
  }, [said]);
}
