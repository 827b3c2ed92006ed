// Writes what the page "about" says of this build: its version, and the libraries in it with their licences, from their package data.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => JSON.parse(readFileSync(at(path), 'utf8'));

/** What builds the mini-program and is not in it. */
const BUILD_ONLY = /^@tarojs\/(helper|plugin-)|^@omni\//;

export function aboutText() {
  const { version, dependencies } = read('../package.json');
  const lines = Object.keys(dependencies)
    .filter((name) => !BUILD_ONLY.test(name))
    .map((name) => read(`../node_modules/${name}/package.json`))
    .map(
      ({ name, version: its, license }) => `  { name: '${name}', version: '${its}', licence: '${license}' },`,
    );
  return [
    '// Made by scripts/list-licences.mjs.',
    `export const VERSION = '${version}';`,
    'export type Library = { name: string; version: string; licence: string };',
    'export const LIBRARIES: readonly Library[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(at('../src/member/about/build.ts'), aboutText());
