const waiting = new Map<string, Set<() => void>>();

/** The order is paid, as far as this process knows: whoever waits for that looks again. */
export function tellPaid(orderId: string): void {
  for (const wake of waiting.get(orderId) ?? []) wake();
}

export type Waiting = { told: Promise<void>; stop: () => void };

/**
 * `told` resolves when this process has made the order paid, or after `withinMs`. A convenience, never the truth: the notice may
 * come to another process. Begin to wait before looking, and stop when there is nothing to wait for.
 */
export function awaitPaid(orderId: string, withinMs: number): Waiting {
  let stop = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    const timer = setTimeout(() => stop(), withinMs);
    const wakers = waiting.get(orderId) ?? new Set();
    waiting.set(orderId, wakers);
    const wake = (): void => stop();
    wakers.add(wake);
    stop = () => {
      clearTimeout(timer);
      wakers.delete(wake);
      if (wakers.size === 0) waiting.delete(orderId);
      resolve();
    };
  });
  return { told, stop };
}
