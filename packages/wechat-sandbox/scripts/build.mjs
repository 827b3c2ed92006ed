/**
 * Makes dist/: the sandbox as a package of its own without dependencies, to be started with npx or imported by tests.
 * `npm pack packages/wechat-sandbox/dist` gives the tarball.
 */
import { build } from 'esbuild';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDeclarations } from './declarations.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const NODE = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', legalComments: 'inline' };
/** What the sandbox's own pages load; made from source when it runs in this repository. */
const PAGES = {
  wx: 'preview/browser/wx.ts',
  wxwork: 'preview/browser/wxwork.ts',
  screen: 'screen/browser/screen.ts',
};

const started = performance.now();
rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
await build({
  ...NODE,
  entryPoints: { cli: join(SOURCE, 'cli.ts'), index: join(SOURCE, 'index.ts') },
  outdir: DIST,
  outExtension: { '.js': '.cjs' },
  // Only reached where the pages are made from source.
  external: ['esbuild'],
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  entryPoints: Object.fromEntries(Object.entries(PAGES).map(([name, file]) => [name, join(SOURCE, file)])),
  bundle: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  outdir: join(DIST, 'browser'),
});
writeDeclarations({
  config: join(ROOT, 'tsconfig.json'),
  entry: join(SOURCE, 'index.ts'),
  into: join(DIST, 'types'),
});
for (const file of ['README.md', 'README.zh-CN.md']) copyFileSync(join(ROOT, file), join(DIST, file));
cpSync(join(ROOT, 'docs'), join(DIST, 'docs'), { recursive: true });
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
console.log(`dist/ made in ${Math.round(performance.now() - started)} ms`);

function manifest() {
  const { version, description, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    name: 'wechat-sandbox',
    version,
    description,
    license,
    bin: { 'wechat-sandbox': './cli.cjs' },
    main: './index.cjs',
    types: './types/index.d.ts',
    engines: { node: '>=20.19' },
  };
}
