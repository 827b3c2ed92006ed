import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { createChildren, guardProcess } from '../scripts/lib/children.mjs';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { DATA_DIR, inRoot } from '../scripts/lib/paths.mjs';
import { PORTS, freePort } from '../scripts/lib/ports.mjs';
import { startSuite } from '../scripts/lib/suite.mjs';

/**
 * Starts the suite as `npm start` does, on free ports and with data of its own, and tells the journeys where it is. With
 * SUITE_URLS set they play in a suite that is already running; it needs the people of sandbox.json.
 */
export default async function setup() {
  const screenshots = inRoot('e2e', 'screenshots');
  process.env.SCREENSHOTS = screenshots;
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  process.env.CHROMIUM_PATH ??= (await ensureChromium()).path;
  await ensureBuilt('weapp');
  if (process.env.SUITE_URLS) return;
  const dataDir = join(DATA_DIR, 'test', `journeys-${process.pid}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const children = createChildren(join(dataDir, 'logs'));
  guardProcess(children);
  globalThis.__suite = { children, dataDir };
  try {
    const ports = {};
    for (const name of Object.keys(PORTS)) ports[name] = await freePort();
    const sandboxConfig = inRoot('e2e', 'sandbox.json');
    const suite = await startSuite({ ports, dataDir, children, sandboxConfig });
    globalThis.__suite.close = suite.closeFrontEnds;
    process.env.SUITE_URLS = JSON.stringify(suite.urls);
  } catch (error) {
    await children.stopAll();
    throw error;
  }
}
