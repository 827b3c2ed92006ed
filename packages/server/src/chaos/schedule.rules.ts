import type { Dice } from './dice';

export const PARTS = ['web', 'worker', 'redis', 'mongo'] as const;
export type Part = (typeof PARTS)[number];
/** How long each part serves, in milliseconds, before it is killed for the first, second, … time. */
export type Schedule = Record<Part, number[]>;

/**
 * So many kills of each part, each at a random moment after it has come back from the one before; a part that always came
 * back at once would have its last kill after about `seconds`. The parts know nothing of each other and may well lie dead
 * together.
 */
export function killSchedule(dice: Dice, { kills, seconds }: { kills: number; seconds: number }): Schedule {
  const longest = kills === 0 ? 0 : (2 * seconds * 1000) / kills;
  const pauses = (): number[] => Array.from({ length: kills }, () => dice.below(longest));
  return { web: pauses(), worker: pauses(), redis: pauses(), mongo: pauses() };
}

/** `web 3.2 9.1 … · worker …`, in seconds: what a seed stands for. */
export const scheduleText = (schedule: Schedule): string =>
  PARTS.map((part) => [part, ...schedule[part].map((ms) => (ms / 1000).toFixed(1))].join(' ')).join(' · ');
