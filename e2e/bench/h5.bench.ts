/**
 * The H5 preview in Lighthouse (mobile) beside an empty Taro app, in turns: home with its goods, from the real server and sandbox,
 * served as `npm start` serves it. The empty app is one page that says hello, without the sandbox's script. Medians;
 * `--runs N` for another number than five; reports stay in `.data/bench/h5`.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { figure } from '../../packages/server/bench/report';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { PORTS, freePort } from '../../scripts/lib/ports.mjs';
import { startStaticServer } from '../../scripts/lib/static-server.mjs';
import { startSuite } from '../../scripts/lib/suite.mjs';
import { openWorkshop } from '../../scripts/lib/temporary.mjs';
import { buildEmptyApp } from './empty-app';
import { inTurns, median } from './figures';
import { lighthouse } from './lighthouse';
import type { Scores } from './lighthouse';

const UNITS: Record<keyof Scores, string> = {
  performance: 'score',
  accessibility: 'score',
  'best-practices': 'score',
  lcp_ms: 'ms',
  tbt_ms: 'ms',
  transfer_kb: 'kB',
};
const folder = inRoot('.data', 'bench', 'h5');

type Addresses = { ours: string; empty: string };

async function measure({ ours, empty }: Addresses, runs: number): Promise<[Scores[], Scores[]]> {
  const { path: chromium } = await ensureChromium();
  rmSync(folder, { recursive: true, force: true });
  const at = (url: string, who: string) => (round: number) =>
    lighthouse(url, { chromium, folder, name: `${who}-${round + 1}` });
  const [first = [], second = []] = await inTurns(runs, [at(ours, 'ours'), at(empty, 'empty')]);
  return [first, second];
}

function report(ours: Scores[], empty: Scores[]): void {
  for (const [metric, unit] of Object.entries(UNITS) as [keyof Scores, string][]) {
    const of = (runs: Scores[]) => median(runs.map((run) => run[metric]));
    const bench = { bench: 'h5', metric: metric.replace('-', '_'), unit };
    figure({ ...bench, value: of(ours), baseline: of(empty) });
  }
}

async function main(job: ReturnType<typeof openWorkshop>): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
  const dist = await buildEmptyApp('h5');
  const ports: Record<string, number> = {};
  for (const name of Object.keys(PORTS)) ports[name] = await freePort();
  const suite = await startSuite({ ports, dataDir: job.dir, children: job.children });
  const empty = await startStaticServer({ dist, port: 0 });
  const addresses = { ours: `${suite.urls.miniapp}/?person=lin`, empty: `${empty.url}/` };
  report(...(await measure(addresses, Number(values.runs))));
  await Promise.all([empty.close(), suite.closeFrontEnds()]);
}

const job = openWorkshop('bench-h5');
main(job).then(
  () => job.leave(0),
  (error: unknown) => job.leave(1, error),
);
