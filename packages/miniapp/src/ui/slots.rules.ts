import type { FittingDay } from '../api/views';

type Slot = FittingDay['slots'][number];

/** Parts of a day by the hour they begin with. */
const PARTS = [
  { name: '凌晨', from: 0 },
  { name: '上午', from: 6 },
  { name: '下午', from: 12 },
  { name: '晚上', from: 18 },
] as const;

const partOf = ({ text }: Slot): string =>
  [...PARTS].reverse().find(({ from }) => Number(text.slice(0, 2)) >= from)?.name ?? '';

/** The slots of one day under what people call that part of it; parts without any are left out. */
export const partsOf = (slots: readonly Slot[]): { name: string; slots: Slot[] }[] =>
  PARTS.map(({ name }) => ({ name, slots: slots.filter((slot) => partOf(slot) === name) })).filter(
    (part) => part.slots.length > 0,
  );

/** `shut`: no slot at all; `full`: every one is taken. */
export function dayState({ slots }: Pick<FittingDay, 'slots'>): 'free' | 'full' | 'shut' {
  if (slots.length === 0) return 'shut';
  return slots.some(({ left }) => left > 0) ? 'free' : 'full';
}

/** The day to begin with: the first with a free place, else the first with any. */
export const firstDay = (days: readonly FittingDay[]): string =>
  (days.find((day) => dayState(day) === 'free') ?? days.find((day) => dayState(day) === 'full') ?? days[0])
    ?.date ?? '';

/** The day a slot is on, where it is still listed. */
export const dayOf = (days: readonly FittingDay[], slot: string | null): string | null =>
  days.find(({ slots }) => slots.some((one) => one.slot === slot))?.date ?? null;
