let offsetMs = 0;

/** The only source of the current time in the server. */
export const now = (): Date => new Date(Date.now() + offsetMs);

/** Moves time forward (or back) by `ms`, for tests and the local sandbox. */
export const advanceClock = (ms: number): void => {
  offsetMs += ms;
};

/** Puts the clock so far ahead of (or behind) the machine's. */
export const setClockOffset = (ms: number): void => {
  offsetMs = ms;
};
