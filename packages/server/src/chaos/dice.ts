/** Chance that repeats: the same seed and name give the same throws. */
export type Dice = {
  /** From 0 up to, not including, `below`. */
  below: (below: number) => number;
  chance: (percent: number) => boolean;
  oneOf: <T>(items: readonly [T, ...T[]]) => T;
};

const MOST = 0x1_0000_0000;

export function dice(seed: number, name: string): Dice {
  let state = hash(`${seed}/${name}`);
  // Mulberry32: small, and even enough for moments and moods.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / MOST;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (percent) => below(100) < percent,
    oneOf: (items) => items[below(items.length)] ?? items[0],
  };
}

function hash(text: string): number {
  let sum = 2166136261;
  for (const char of text) sum = Math.imul(sum ^ char.charCodeAt(0), 16777619);
  return sum | 0;
}
