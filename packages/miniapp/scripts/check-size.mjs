// Prints what WeChat would download and fails when the main package grows past its budget (WeChat itself allows 2 MB).
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

const BUDGET_BYTES = 800 * 1024;
const dist = fileURLToPath(new URL('../dist/weapp/', import.meta.url));

const sizeOf = (file) =>
  statSync(file).isDirectory()
    ? readdirSync(file).reduce((sum, name) => sum + sizeOf(path.join(file, name)), 0)
    : statSync(file).size;

const app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8'));
const packages = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => ({
  name: root.replace(/\/$/, ''),
  bytes: sizeOf(path.join(dist, root)),
}));
const main = sizeOf(dist) - packages.reduce((sum, { bytes }) => sum + bytes, 0);

const line = (name, bytes) =>
  `${name.padEnd(12)} ${String(bytes).padStart(9)} B  ${(bytes / 1024).toFixed(1).padStart(7)} kB\n`;
process.stdout.write(line('main', main));
for (const { name, bytes } of packages) process.stdout.write(line(name, bytes));
if (main > BUDGET_BYTES) {
  process.stdout.write(`main package is over its budget of ${BUDGET_BYTES} B\n`);
  process.exitCode = 1;
}
