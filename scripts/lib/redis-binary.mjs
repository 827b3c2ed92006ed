import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CACHE_DIR, findOnPath } from './paths.mjs';
import { aptDownload, aptInstall, hasApt, isRoot } from './apt.mjs';
import { Trouble } from './report.mjs';

const UNPACKED = join(CACHE_DIR, 'redis');
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];

export async function findOrInstallRedis() {
  return findInstalled() ?? findUnpacked() ?? (await install());
}

async function install() {
  const ask = 'Redis is missing: run `sudo apt-get install -y redis-server`, or set REDIS_URL.';
  if (!hasApt()) throw new Trouble(ask);
  try {
    if (isRoot()) await aptInstall(['redis-server']);
    else await unpack();
  } catch (error) {
    throw new Trouble(ask, error.detail || error.message);
  }
  const found = findInstalled() ?? findUnpacked();
  if (!found) throw new Trouble(ask);
  return found;
}

function findInstalled() {
  const path = findOnPath('redis-server');
  return path && describe(path, {});
}

function findUnpacked() {
  const path = join(UNPACKED, 'usr', 'bin', 'redis-server');
  if (!existsSync(path)) return undefined;
  const libraries = join(UNPACKED, 'usr', 'lib');
  const folders = readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'));
  return describe(path, { LD_LIBRARY_PATH: folders.map((name) => join(libraries, name)).join(':') });
}

function describe(path, env) {
  try {
    const text = execFileSync(path, ['--version'], { encoding: 'utf8', env: { ...process.env, ...env } });
    return { path, env, version: /v=([\d.]+)/.exec(text)?.[1] };
  } catch {
    return undefined;
  }
}

/** Without root: Debian's own packages, unpacked into the cache folder instead of installed. */
async function unpack() {
  const downloads = join(CACHE_DIR, 'redis-debs');
  rmSync(UNPACKED, { recursive: true, force: true });
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  await aptDownload(PACKAGES, downloads);
  for (const file of readdirSync(downloads)) execFileSync('dpkg', ['-x', join(downloads, file), UNPACKED]);
  rmSync(downloads, { recursive: true, force: true });
}
