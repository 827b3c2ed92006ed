import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createChildren, guardProcess } from '../scripts/lib/children.mjs';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { DATA_DIR, inRoot } from '../scripts/lib/paths.mjs';
import { PORTS, freePort } from '../scripts/lib/ports.mjs';
import { startSuite } from '../scripts/lib/suite.mjs';

/** Starts the suite as `npm start` does, on free ports and with data of its own, and tells the journeys where it is. */
export default async function setup() {
  const dataDir = join(DATA_DIR, 'test', `journeys-${process.pid}`);
  const screenshots = inRoot('e2e', 'screenshots');
  for (const folder of [dataDir, screenshots]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(screenshots, { recursive: true });
  const children = createChildren(join(dataDir, 'logs'));
  guardProcess(children);
  globalThis.__suite = { children, dataDir };
  try {
    process.env.CHROMIUM_PATH ??= (await ensureChromium()).path;
    const ports = {};
    for (const name of Object.keys(PORTS)) ports[name] = await freePort();
    const { urls } = await startSuite({ ports, dataDir, children });
    process.env.SUITE_URLS = JSON.stringify(urls);
    process.env.SCREENSHOTS = screenshots;
  } catch (error) {
    await children.stopAll();
    throw error;
  }
}
