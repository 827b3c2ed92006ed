import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChecks } from './checks.mjs';
import { ensureChromium } from './chromium.mjs';
import { runJest } from './jest.mjs';
import { PNPM, bin, inRoot } from './paths.mjs';
import { step } from './report.mjs';
import { run, runToEnd } from './run.mjs';
import { startBackends } from './temporary.mjs';

const REFUSAL_COVERAGE = inRoot('packages', 'server', 'src', 'contract-coverage.ts');

/**
 * What `npm test` does, in order. `for` names later steps that cannot do without this one. Each `work` gets the job
 * { dir, children, env }, may add to its env, and answers { ok, passed, failed } or throws.
 */
export const STEPS = [
  { name: 'chromium', for: ['jest', 'e2e'], work: findChromium },
  { name: 'services', for: ['jest', 'e2e', 'refusals'], work: startServices },
  { name: 'check', work: check },
  { name: 'build', for: ['jest', 'e2e'], work: buildFrontEnds },
  { name: 'jest', work: (job) => jest(job, inRoot('jest.config.cjs'), 'unit') },
  { name: 'e2e', work: (job) => jest(job, inRoot('e2e', 'jest.config.cjs'), 'e2e') },
  { name: 'refusals', work: checkRefusals },
];

async function findChromium(job) {
  const { path } = await step('Chromium ready', ensureChromium);
  job.env.CHROMIUM_PATH = path;
}

async function startServices(job) {
  Object.assign(job.env, await startBackends(job), { REFUSALS_LOG: refusalsLog(job) });
  writeFileSync(refusalsLog(job), '');
}

async function check() {
  const failed = (await runChecks()).filter(({ ok }) => !ok).map(({ name }) => name);
  return { ok: failed.length === 0, detail: failed.join(', ') };
}

function jest({ dir, env }, config, name) {
  return runJest(config, { name, dir, env });
}

async function buildFrontEnds() {
  await Promise.all([ensureBuilt('weapp'), ensureBuilt('h5'), ensureBuilt('wecom'), ensureBuilt('nutui')]);
  await run('npx', [...PNPM, '--filter', '@omni/miniapp', 'check:size'], { show: true });
}

const refusalsLog = ({ dir }) => join(dir, 'refusals.log');

/** Every refusal that a contract declares has to have been provoked by some test. */
async function checkRefusals(job) {
  if (!existsSync(REFUSAL_COVERAGE)) return { ok: true, detail: 'no contract-coverage.ts yet' };
  const env = { ...process.env, ...job.env };
  const { code } = await runToEnd(bin('tsx'), [REFUSAL_COVERAGE, refusalsLog(job)], { env, show: true });
  return { ok: code === 0 };
}
