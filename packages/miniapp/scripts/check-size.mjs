// Prints what WeChat would download and fails when a package grows past its budget (WeChat itself allows 2 MB each). `--json` for programs.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

const MAIN_BUDGET_BYTES = 800 * 1024;
const SUB_BUDGET_BYTES = 500 * 1024;
const dist = fileURLToPath(new URL('../dist/weapp/', import.meta.url));

const sizeOf = (file) =>
  statSync(file).isDirectory()
    ? readdirSync(file).reduce((sum, name) => sum + sizeOf(path.join(file, name)), 0)
    : statSync(file).size;

const app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8'));
const subPackages = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => ({
  name: root.replace(/\/$/, ''),
  bytes: sizeOf(path.join(dist, root)),
  budget: SUB_BUDGET_BYTES,
}));
const main = {
  name: 'main',
  bytes: sizeOf(dist) - subPackages.reduce((sum, { bytes }) => sum + bytes, 0),
  budget: MAIN_BUDGET_BYTES,
};

const inKb = (bytes, width = 7) => `${(bytes / 1024).toFixed(1).padStart(width)} kB`;
const print = (text) => process.stdout.write(`${text}\n`);

if (process.argv.includes('--json')) print(JSON.stringify([main, ...subPackages]));
else
  for (const { name, bytes, budget } of [main, ...subPackages])
    print(`${name.padEnd(12)} ${String(bytes).padStart(9)} B  ${inKb(bytes)} of ${inKb(budget, 0)}`);

for (const { name, bytes, budget } of [main, ...subPackages]) {
  if (bytes <= budget) continue;
  process.stderr.write(`${name} is over its budget of ${inKb(budget, 0)}\n`);
  process.exitCode = 1;
}
