import './lib/node-version.mjs';
import { readArgs } from './lib/args.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Trouble, bold, dim, green, pad, printTrouble, red, seconds } from './lib/report.mjs';
import { openWorkshop } from './lib/temporary.mjs';
import { STEPS } from './lib/test-steps.mjs';

const job = { ...openWorkshop('test'), env: { CI: process.env['CI'] ?? 'true' } };

try {
  const { options } = readArgs({ only: true });
  const steps = choose(options.only);
  await ensureInstalled();
  const results = await runAll(steps);
  printResults(results);
  await job.leave(results.every(({ ok }) => ok) ? 0 : 1);
} catch (error) {
  await job.leave(1, error);
}

function choose(only) {
  if (!only) return STEPS;
  const names = STEPS.map(({ name }) => name);
  if (!names.includes(only)) throw new Trouble(`There is no step ${only}; there is ${names.join(', ')}.`);
  const wanted = only === 'refusals' ? ['jest', 'e2e', 'refusals'] : [only];
  return STEPS.filter(
    (step) => wanted.includes(step.name) || step.for?.some((name) => wanted.includes(name)),
  );
}

/** Goes on after a failure, so that one run tells everything; only what cannot do without the failed step is left out. */
async function runAll(steps) {
  const results = [];
  for (const step of steps) {
    const missing = results.find(({ ok, for: needy }) => !ok && needy?.includes(step.name));
    results.push(
      missing
        ? { ...step, ok: false, ms: 0, detail: `left out: ${missing.name} failed` }
        : await runOne(step),
    );
  }
  return results;
}

async function runOne(step) {
  console.log(`\n${bold(`── ${step.name}`)}`);
  const began = performance.now();
  const result = await step.work(job).catch((error) => {
    printTrouble(error);
    return { ok: false, detail: error.message.split('\n')[0] };
  });
  return { ...step, ok: true, ...result, ms: performance.now() - began };
}

function printResults(results) {
  console.log(`\n${bold('Steps')}`);
  for (const { name, ok, ms, passed, failed, detail } of results) {
    const tests = passed === undefined ? '' : `${passed} passed, ${failed} failed`;
    const notes = dim([tests, detail].filter(Boolean).join('; '));
    console.log(`  ${ok ? green('✓') : red('✗')} ${pad(name, 10)}${seconds(ms).padStart(9)}  ${notes}`);
  }
  const sum = (field) => results.reduce((total, result) => total + (result[field] ?? 0), 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}
