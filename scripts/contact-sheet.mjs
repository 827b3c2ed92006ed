import './lib/node-version.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, inRoot } from './lib/paths.mjs';
import { PORTS, freePort } from './lib/ports.mjs';
import { runToEnd } from './lib/run.mjs';
import { startSuite } from './lib/suite.mjs';
import { openWorkshop } from './lib/temporary.mjs';

// Draws docs/screens.png anew: every page of the mini-program. SUITE_URLS: in a suite that is already running.
const job = openWorkshop('contact-sheet');

try {
  await ensureInstalled();
  const env = { ...process.env, SCREENSHOTS: join(job.dir, 'screens') };
  mkdirSync(env.SCREENSHOTS, { recursive: true });
  env.CHROMIUM_PATH ??= (await ensureChromium()).path;
  const suite = env.SUITE_URLS ? null : await startOwn();
  if (suite) env.SUITE_URLS = JSON.stringify(suite.urls);
  const { code } = await runToEnd(bin('tsx'), [inRoot('e2e', 'contact-sheet', 'main.ts')], {
    env,
    show: true,
  });
  await suite?.closeFrontEnds();
  await job.leave(code);
} catch (error) {
  await job.leave(1, error);
}

async function startOwn() {
  const ports = {};
  for (const name of Object.keys(PORTS)) ports[name] = await freePort();
  return startSuite({ ports, dataDir: job.dir, children: job.children });
}
