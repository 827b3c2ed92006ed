import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_DIR, findOnPath } from './paths.mjs';
import { run } from './run.mjs';

const LOCK = ['-o', 'DPkg::Lock::Timeout=120'];

export const isRoot = () => process.getuid?.() === 0;
export const hasApt = () => Boolean(findOnPath('apt-get'));

export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-q', ...LOCK, 'update'], { env });
  await run('apt-get', ['-q', ...LOCK, 'install', '-y', '--no-install-recommends', ...packages], { env });
}

/** Downloads package files as an ordinary user: apt gets state folders of its own, since the system's are root's. */
export async function aptDownload(packages, folder) {
  const state = join(CACHE_DIR, 'apt');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(state, 'archives', 'partial'), { recursive: true });
  const own = [
    ...['-o', `Dir::State::lists=${join(state, 'lists')}`],
    ...['-o', `Dir::Cache=${state}`],
    ...['-o', 'Debug::NoLocking=1'],
  ];
  await run('apt-get', ['-q', ...own, 'update'], {});
  await run('apt-get', ['-q', ...own, 'download', ...packages], { cwd: folder });
}
