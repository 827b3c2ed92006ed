/**
 * The compiled mini-program: how much WeChat downloads, and how long it takes on weapp-host from the tap on its icon to the first goods, with
 * the real server and sandbox behind, beside the first text of an empty Taro app on the same host, in turns. Medians; `--runs N` for another
 * number than five. weapp-host is a model of WeChat: the ratio means something, the milliseconds are this machine's.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../weapp-host/src';
import { figure } from '../../packages/server/bench/report';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { PORTS, freePort } from '../../scripts/lib/ports.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { startSuite } from '../../scripts/lib/suite.mjs';
import { openWorkshop } from '../../scripts/lib/temporary.mjs';
import { buildEmptyApp } from './empty-app';
import { inTurns, median } from './figures';
import { prepareCopy, timeStart } from './weapp';

type Size = { name: string; bytes: number };

async function reportSizes(): Promise<void> {
  const script = inRoot('packages', 'miniapp', 'scripts', 'check-size.mjs');
  const { output } = await run(process.execPath, [script, '--json']);
  const [main, ...others] = JSON.parse(output) as [Size, ...Size[]];
  const line = (metric: string, bytes: number) =>
    figure({ bench: 'miniapp', metric, unit: 'kB', value: bytes / 1024, baseline: null });
  line('main_package_kb', main.bytes);
  line('largest_subpackage_kb', Math.max(...others.map(({ bytes }) => bytes)));
}

async function main(job: ReturnType<typeof openWorkshop>): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
  process.env['CHROMIUM_PATH'] = (await ensureChromium()).path;
  const emptyDist = await buildEmptyApp('weapp');
  const dist = await ensureBuilt('weapp');
  await reportSizes();
  const ports: Record<string, number> = {};
  for (const name of Object.keys(PORTS)) ports[name] = await freePort();
  const suite = await startSuite({ ports, dataDir: job.dir, children: job.children });
  const { api, sandbox } = suite.urls;
  const copy = (from: string, watched: string) =>
    prepareCopy(from, join(job.dir, watched.replaceAll('/', '-')), { api, watched });
  const ours = { dist: copy(dist, 'pages/home/index'), person: 'lin', sandboxUrl: sandbox };
  const empty = { dist: copy(emptyDist, 'pages/index/index') };
  const browser = await openBrowser();
  const [goods = [], text = []] = await inTurns(Number(values.runs), [
    () => timeStart({ ...ours, browser }, { idStart: 'product-card-' }),
    () => timeStart({ ...empty, browser }, { text: 'Hello' }),
  ]);
  await Promise.all([browser.close(), suite.closeFrontEnds()]);
  const of = (starts: typeof goods, field: keyof (typeof goods)[number]) =>
    median(starts.map((start) => start[field]));
  const line = (metric: string, unit: string, field: keyof (typeof goods)[number]) =>
    figure({ bench: 'miniapp', metric, unit, value: of(goods, field), baseline: of(text, field) });
  line('first_goods_ms', 'ms', 'firstSeenMs');
  line('home_largest_set_data_kb', 'kB', 'largestSetDataKb');
}

const job = openWorkshop('bench-miniapp');
main(job).then(
  () => job.leave(0),
  (error: unknown) => job.leave(1, error),
);
