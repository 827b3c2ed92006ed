import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { hashOf } from './hash.mjs';
import { inRoot } from './paths.mjs';

const SERVER = inRoot('packages', 'server');
/** Two levels below the package, as the sources: what they find beside them (`media/`) is where they look for it. */
const FOLDER = join(SERVER, 'dist', 'programs');
const SOURCES = [join(SERVER, 'src'), inRoot('packages', 'shared', 'src'), inRoot('pnpm-lock.yaml')];

/**
 * A program of the server (`main.ts`) in one file of JavaScript, made again when a source has changed. It starts in a third of the
 * time that it takes from its sources. Answers what to give to node.
 */
export async function serverProgram(entry) {
  const file = join(FOLDER, `${basename(entry, '.ts')}-${hashOf(SOURCES, entry).slice(0, 16)}.cjs`);
  if (!existsSync(file)) await bundle(entry, file);
  return ['--enable-source-maps', file];
}

async function bundle(entry, file) {
  const esbuild = createRequire(inRoot('packages', 'wechat-sandbox', 'package.json'))('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(SERVER, 'src', entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    sourcesContent: false,
    // The patch for the embedded MongoDB has to find the driver as a module of its own.
    external: ['mongoose', 'mongodb'],
    logLevel: 'error',
  });
  mkdirSync(FOLDER, { recursive: true });
  // Whole at once: two may make it at the same time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, outputFiles[0].contents);
  renameSync(draft, file);
}
