import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { personalDataIn } from './personal-data.mjs';

/** Stops what the setup started; fails the run when the logs of the journeys name a person. */
export default async function teardown() {
  if (!globalThis.__suite) return;
  const { children, dataDir, close } = globalThis.__suite;
  const { sandbox } = JSON.parse(process.env.SUITE_URLS);
  const logs = await personalDataIn(join(dataDir, 'logs'), sandbox);
  await close?.();
  await children.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
  if (logs.lines < 50) throw new Error('the journeys left no logs to look at');
  if (logs.found.length > 0) throw new Error(`Logs name people:\n${logs.found.slice(0, 10).join('\n')}`);
  process.stdout.write(`\n${logs.lines} lines of logs name nobody\n`);
}
