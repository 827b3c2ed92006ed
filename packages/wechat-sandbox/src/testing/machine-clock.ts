const TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Libraries that sign with the machine's clock know nothing of the sandbox's; this moves the machine's, for both. */
export function setMachineClock(ms: number): void {
  jest.useFakeTimers({ now: ms, doNotFake: [...TIMERS] });
}

export function realMachineClock(): void {
  jest.useRealTimers();
}
