import { read, write } from '../platform/storage';

type Slot = { key: string; value: unknown }[];
const MOST = 8;
const nameOf = (slot: string) => `kept-${slot}`;

/** The last few answers of a kind stay on the phone, to be shown at once and where there is no network. */
export function keep(slot: string, key: string, value: unknown): void {
  const others = (read<Slot>(nameOf(slot)) ?? []).filter((one) => one.key !== key);
  write(nameOf(slot), [{ key, value }, ...others].slice(0, MOST));
}

export const kept = <T>(slot: string, key: string): T | null =>
  ((read<Slot>(nameOf(slot)) ?? []).find((one) => one.key === key)?.value as T | undefined) ?? null;
