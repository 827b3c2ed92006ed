/** How often per second `work` ends with `clients` doing it side by side for `seconds`; the first tenth is not counted. */
export async function rate(work: () => Promise<unknown>, clients: number, seconds = 4): Promise<number> {
  const warm = performance.now() + seconds * 100;
  const end = warm + seconds * 1000;
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      await work();
      if (performance.now() > warm) done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / seconds;
}

/** One figure as one JSON line; `ratio` is value to baseline, both measured in this run. */
export function print(figure: { bench: string; metric: string; value: number; baseline: number }): void {
  const { bench, metric } = figure;
  const [value, baseline] = [Math.round(figure.value), Math.round(figure.baseline)];
  const ratio = Number((figure.value / figure.baseline).toFixed(2));
  process.stdout.write(`${JSON.stringify({ bench, metric, value, unit: '1/s', baseline, ratio })}\n`);
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** One figure of any unit; without a baseline there is no ratio. */
export function figure(of: {
  bench: string;
  metric: string;
  value: number;
  unit: string;
  baseline: number | null;
}): void {
  const baseline = of.baseline === null ? null : rounded(of.baseline);
  const ratio = of.baseline === null ? null : rounded(of.value / of.baseline);
  process.stdout.write(`${JSON.stringify({ ...of, value: rounded(of.value), baseline, ratio })}\n`);
}
