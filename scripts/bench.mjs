import './lib/node-version.mjs';
import { existsSync, readdirSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, inRoot } from './lib/paths.mjs';
import { Trouble } from './lib/report.mjs';
import { runToEnd } from './lib/run.mjs';
import { openWorkshop, startBackends } from './lib/temporary.mjs';

const SUFFIX = '.bench.ts';
const [name, ...args] = process.argv.slice(2);
const job = openWorkshop('bench');

try {
  const file = findBench(name);
  await ensureInstalled();
  const env = { ...process.env, ...(await startBackends(job)) };
  const { code } = await runToEnd(bin('tsx'), [file, ...args], { env, show: true });
  await job.leave(code);
} catch (error) {
  await job.leave(1, error);
}

function findBench(wanted) {
  const benches = listBenches();
  if (benches.has(wanted)) return benches.get(wanted);
  const names = [...benches.keys()].join(', ') || 'none yet';
  throw new Trouble(
    `${wanted ? `There is no bench ${wanted}` : 'Which bench? npm run bench -- <name>'}; there is: ${names}.`,
  );
}

function listBenches() {
  const owners = [
    ...readdirSync(inRoot('packages')).map((folder) => inRoot('packages', folder)),
    inRoot('e2e'),
  ];
  const folders = owners.map((folder) => `${folder}/bench`).filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => [file, `${folder}/${file}`]));
  return new Map(
    files
      .filter(([file]) => file.endsWith(SUFFIX))
      .map(([file, path]) => [file.slice(0, -SUFFIX.length), path]),
  );
}
