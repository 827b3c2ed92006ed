import { join } from 'node:path';
import { bin, readJson } from './paths.mjs';
import { runToEnd } from './run.mjs';

/** Runs jest with its output shown. Answers { ok, passed, failed }; a run without a result counts as one failure. */
export async function runJest(config, { name, dir, env, workers = 2 }) {
  const result = join(dir, `jest-${name}.json`);
  const args = ['--config', config, '--ci', `--maxWorkers=${workers}`, '--json', `--outputFile=${result}`];
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const { code } = await runToEnd(bin('jest'), args, {
    env: { ...process.env, ...env, ...colour },
    show: true,
  });
  const report = readJson(result, null);
  if (!report) return { ok: false, passed: 0, failed: 1 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { ok: code === 0 && failed === 0, passed: report.numPassedTests, failed };
}
