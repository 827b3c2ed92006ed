'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const packages = ['shared', 'server', 'wechat-sandbox', 'miniapp', 'wecom-sidebar'];
const sources = packages.map((name) => join('packages', name, 'src'));
const roots = ['scripts', ...sources].filter((path) => existsSync(join(__dirname, path)));

/** Published as ES modules only; jest runs CommonJS. */
const esmOnly = ['kdbush', 'geokdbush', 'tinyqueue'].join('|');
/** Loads `os` with import(), which jest refuses outside of ES modules; transformed, it is a require. */
const dynamicImport = '(.*/)?mongodb/lib/runtime_adapters\\.js$';

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: { parser, target: 'es2022', transform: { react: { runtime: 'automatic' } } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: roots.map((path) => `<rootDir>/${path}`),
  testEnvironment: '<rootDir>/scripts/jest-environment.cjs',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  // Not a limit that anybody should feel: a busy machine of two cores may take long for a test that is quick alone.
  testTimeout: 240_000,
  setupFiles: ['<rootDir>/scripts/jest-setup.cjs'],
  transform: {
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
    '\\.(ts|js|mjs|cjs)$': swc({ syntax: 'typescript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!\\.pnpm/(${esmOnly})@|(${esmOnly})/|${dynamicImport})`],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  // What the contexts of many tests leave behind slows a worker down.
  workerIdleMemoryLimit: '900MB',
  cacheDirectory: '<rootDir>/.cache/jest',
};
