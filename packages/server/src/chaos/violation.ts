/** One thing that is not as it has to be. `note`: explained by a count or a late payment, and to be looked at all the same. */
export type Violation = { code: string; grade: 'violation' | 'note'; what: string; ids: string[] };

export const violation = (code: string, what: string, ...ids: string[]): Violation => ({
  code,
  grade: 'violation',
  what,
  ids,
});
export const note = (code: string, what: string, ...ids: string[]): Violation => ({
  ...violation(code, what, ...ids),
  grade: 'note',
});

export const sum = <T>(items: Iterable<T>, of: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
};

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
