import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel } from './parallel.mjs';
import { CACHE_DIR, bin, inRoot } from './paths.mjs';
import { dim, green, indent, red, seconds } from './report.mjs';
import { runToEnd } from './run.mjs';

const AT_A_TIME = 2;
/** TypeScript in Go: half the time. eslint and Taro need the one before, which has an interface for programs. */
const TSC = inRoot('node_modules', 'typescript-7', 'bin', 'tsc');

/** Runs every static check. Answers [{ name, ok, ms }]; prints one line each and the output of what failed. */
export async function runChecks() {
  mkdirSync(join(CACHE_DIR, 'tsc'), { recursive: true });
  const checks = [eslint(), ...typechecks(), prettier(), dependencies()];
  return inParallel(
    checks.map((check) => () => runCheck(check)),
    AT_A_TIME,
  );
}

async function runCheck({ name, command, args }) {
  const began = performance.now();
  const { code, output } = await runToEnd(command, args);
  const ms = performance.now() - began;
  const ok = code === 0;
  console.log(`${ok ? green('✓') : red('✗')} ${name}  ${dim(seconds(ms))}`);
  if (!ok) console.log(indent(output.trimEnd()));
  return { name, ok, ms };
}

function prettier() {
  const cache = ['--cache', '--cache-location', join(CACHE_DIR, 'prettier')];
  return {
    name: 'prettier',
    command: bin('prettier'),
    args: ['--check', '--log-level', 'warn', ...cache, '.'],
  };
}

function eslint() {
  const cache = ['--cache', '--cache-strategy', 'content', '--cache-location', join(CACHE_DIR, 'eslint')];
  return { name: 'eslint', command: bin('eslint'), args: [...cache, '.'] };
}

function typechecks() {
  const packages = readdirSync(inRoot('packages')).map((name) => join('packages', name));
  return [...packages, 'e2e', join('e2e', 'weapp-host')]
    .filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')))
    .map((folder) => {
      const info = join(CACHE_DIR, 'tsc', `${folder.replaceAll('/', '-')}.tsbuildinfo`);
      const cache = ['--incremental', '--tsBuildInfoFile', info];
      return { name: `tsc ${folder}`, command: TSC, args: ['--noEmit', '-p', inRoot(folder), ...cache] };
    });
}

function dependencies() {
  const folders = ['packages', 'e2e'].filter((folder) => existsSync(inRoot(folder)));
  return {
    name: 'dependency rules',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', ...folders],
  };
}
