import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { DATA_DIR, PNPM, inRoot } from './paths.mjs';
import { Trouble, step } from './report.mjs';
import { run } from './run.mjs';

const SHARED = [inRoot('packages', 'shared', 'src'), inRoot('packages', 'shared', 'package.json')];

export const BUILDS = {
  h5: {
    title: 'Mini-program preview (H5)',
    folder: inRoot('packages', 'miniapp'),
    dist: inRoot('packages', 'miniapp', 'dist', 'h5'),
    command: ['--filter', '@omni/miniapp', 'build:h5'],
  },
  weapp: {
    title: 'Mini-program (weapp)',
    folder: inRoot('packages', 'miniapp'),
    dist: inRoot('packages', 'miniapp', 'dist', 'weapp'),
    command: ['--filter', '@omni/miniapp', 'build:weapp'],
  },
  nutui: {
    title: 'NutUI pages for weapp-host',
    folder: inRoot('e2e', 'weapp-host', 'fixtures', 'nutui-demo'),
    dist: inRoot('e2e', 'weapp-host', 'fixtures', 'nutui-demo', 'dist'),
    command: ['--filter', '@omni/weapp-host', 'build:nutui'],
  },
  wecom: {
    title: 'WeCom sidebar and workbench',
    folder: inRoot('packages', 'wecom-sidebar'),
    dist: inRoot('packages', 'wecom-sidebar', 'dist'),
    command: ['--filter', '@omni/wecom-sidebar', 'build'],
  },
};

/** Builds a front end unless its dist folder was built from exactly these sources. Answers the dist folder. */
export async function ensureBuilt(name) {
  const build = BUILDS[name];
  const stamp = join(build.dist, '.built-from');
  const sources = hashOf([build.folder, inRoot('pnpm-lock.yaml'), ...SHARED], name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return build.dist;
  await step(`${build.title} built`, () => runBuild(name, build), 'only after its sources changed');
  writeFileSync(stamp, sources);
  return build.dist;
}

async function runBuild(name, { command, dist }) {
  const env = { ...process.env, NODE_ENV: 'production', CI: 'true' };
  await run('npx', [...PNPM, ...command], { env, log: join(DATA_DIR, 'logs', `build-${name}.log`) });
  if (!existsSync(dist)) throw new Trouble(`The build of ${name} ended without its folder ${dist}.`);
}
