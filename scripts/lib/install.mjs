import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hashOf } from './hash.mjs';
import { DATA_DIR, PNPM, inRoot } from './paths.mjs';
import { requireWritable } from './permissions.mjs';
import { Trouble, step } from './report.mjs';
import { runToEnd } from './run.mjs';

const STAMP = inRoot('node_modules', '.omni-install');
const LOCKFILE = inRoot('pnpm-lock.yaml');
const NODE_MAJOR = process.versions.node.split('.')[0];

/** Installs the packages when the lockfile or a package.json changed since the last time. */
export async function ensureInstalled() {
  requireWritable();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint()) return;
  await step('Packages installed', install, 'the first time takes a minute or two');
}

async function install() {
  const frozen = existsSync(LOCKFILE) ? ['--frozen-lockfile'] : ['--no-frozen-lockfile'];
  const args = [...PNPM, 'install', ...frozen, '--config.confirmModulesPurge=false'];
  const log = `${DATA_DIR}/logs/install.log`;
  const { code, output } = await runToEnd('npx', args, { log });
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(output)) {
    const remedy = `npx ${[...PNPM, 'install'].join(' ')}`;
    throw new Trouble(
      `pnpm-lock.yaml is older than a package.json: run \`${remedy}\` and commit the lockfile.`,
    );
  }
  if (code !== 0)
    throw new Trouble('Installing the packages failed.', output.trimEnd().split('\n').slice(-30).join('\n'));
  writeFileSync(STAMP, fingerprint());
}

function fingerprint() {
  const packages = readdirSync(inRoot('packages')).map((name) => inRoot('packages', name, 'package.json'));
  const manifests = [inRoot('package.json'), inRoot('e2e', 'package.json'), ...packages];
  return hashOf(
    [LOCKFILE, inRoot('pnpm-workspace.yaml'), ...manifests],
    `node ${NODE_MAJOR} ${process.arch}`,
  );
}
