import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

/** What one run of Lighthouse says: scores from 0 to 1, milliseconds, and kB (1,024 B) that came over the wire. */
export type Scores = {
  performance: number;
  accessibility: number;
  'best-practices': number;
  lcp_ms: number;
  tbt_ms: number;
  transfer_kb: number;
};

type Report = {
  runtimeError?: { code: string; message: string };
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { numericValue?: number }>;
};

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/** One run with Lighthouse's own mobile settings (a mid-range phone on slow 4G) and a Chromium of its own. The report stays in `folder`. */
export async function lighthouse(
  url: string,
  { chromium, folder, name }: { chromium: string; folder: string; name: string },
): Promise<Scores> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const args = [
    ...['--output=json', `--output-path=${file}`, '--quiet', '--no-enable-error-reporting'],
    `--only-categories=${CATEGORIES.join(',')}`,
    '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic',
  ];
  await run(bin('lighthouse'), [url, ...args], { env: { ...process.env, CHROME_PATH: chromium } });
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  if (report.runtimeError) throw new Error(`${url}: ${report.runtimeError.message}`);
  return scoresOf(report);
}

function scoresOf({ categories, audits }: Report): Scores {
  const score = (name: string) => required(categories[name]?.score, name);
  const number = (name: string) => required(audits[name]?.numericValue, name);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    lcp_ms: number('largest-contentful-paint'),
    tbt_ms: number('total-blocking-time'),
    transfer_kb: number('total-byte-weight') / 1024,
  };
}

function required(value: number | null | undefined, name: string): number {
  if (typeof value !== 'number') throw new Error(`Lighthouse did not measure ${name}`);
  return value;
}
