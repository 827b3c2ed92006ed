export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** `count` rounds of each in turn, so that whatever else the machine does meets all of them alike. */
export async function inTurns<T>(
  count: number,
  works: readonly ((round: number) => Promise<T>)[],
): Promise<T[][]> {
  const results: T[][] = works.map(() => []);
  for (let round = 0; round < count; round += 1)
    for (const [index, work] of works.entries()) results[index]?.push(await work(round));
  return results;
}
