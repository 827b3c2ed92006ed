import './lib/node-version.mjs';
import { guardProcess } from './lib/children.mjs';
import { runChecks } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { seconds } from './lib/report.mjs';

const leave = guardProcess();

try {
  const began = performance.now();
  await ensureInstalled();
  const failed = (await runChecks()).filter(({ ok }) => !ok);
  const verdict = failed.length ? `Failed: ${failed.map(({ name }) => name).join(', ')}` : 'All checks pass';
  console.log(`\n${verdict} (${seconds(performance.now() - began)})`);
  await leave(failed.length ? 1 : 0);
} catch (error) {
  await leave(1, error);
}
