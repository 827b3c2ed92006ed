const two = (value: number) => String(value).padStart(2, '0');

export const secondsLeft = (deadline: string, nowMs: number): number =>
  Math.max(0, Math.ceil((Date.parse(deadline) - nowMs) / 1000));

/** `899` → `14:59`. */
export const clockText = (seconds: number): string => `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
