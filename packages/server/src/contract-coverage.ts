import { readFileSync } from 'node:fs';
import { contracts } from '@omni/shared/contracts/index';
import type { Endpoint } from '@omni/shared/contract';

const file = process.argv[2];
if (!file) {
  process.stderr.write('usage: contract-coverage.ts <refusals log>\n');
  process.exit(2);
}

const provoked = new Set(readFileSync(file, 'utf8').trim().split('\n'));
const declared = Object.entries(contracts as Record<string, Endpoint>).flatMap(([name, endpoint]) => [
  ...endpoint.errors.map((code) => `${name} ${code}`),
  `${name} INVALID_INPUT`,
  ...(endpoint.for === 'public' ? [] : [`${name} LOGIN_REQUIRED`, `${name} FORBIDDEN`]),
]);
const missing = declared.filter((line) => !provoked.has(line));
const internal = [...provoked].filter((line) => line.endsWith(' INTERNAL'));

process.stdout.write(
  `Refusals declared ${declared.length}, provoked by tests ${declared.length - missing.length}\n`,
);
for (const line of missing) process.stdout.write(`  no test provoked  ${line}\n`);
for (const line of internal) process.stdout.write(`  answered 500      ${line}\n`);
process.exit(missing.length + internal.length === 0 ? 0 : 1);
