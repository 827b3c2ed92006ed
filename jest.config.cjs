'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const packages = ['shared', 'server', 'wechat-sandbox', 'miniapp', 'wecom-sidebar'];
const sources = packages.map((name) => join('packages', name, 'src'));
const roots = ['scripts', 'e2e/weapp-host/src', ...sources].filter((path) =>
  existsSync(join(__dirname, path)),
);

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

const common = {
  rootDir: __dirname,
  transform: {
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
    '\\.(ts|js|mjs|cjs)$': swc({ syntax: 'typescript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!\\.pnpm/(${esmOnly})@|(${esmOnly})/|${dynamicImport})`],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  // Not a limit that anybody should feel: a busy machine of two cores may take long for a test that is quick alone.
  testTimeout: 240_000,
  cacheDirectory: '<rootDir>/.cache/jest',
};

const everything = {
  ...common,
  roots: roots.map((path) => `<rootDir>/${path}`),
  testEnvironment: '<rootDir>/scripts/jest-environment.cjs',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/packages/miniapp/src/.*\\.test\\.tsx$'],
  setupFiles: ['<rootDir>/scripts/jest-setup.cjs'],
};

const stubs = '<rootDir>/packages/miniapp/testing';
/** What a shopper sees and taps, in a document; WeChat's components are stood in for. */
const screens = {
  ...common,
  displayName: 'miniapp',
  roots: ['<rootDir>/packages/miniapp/src'],
  testEnvironment: 'jsdom',
  testMatch: ['**/*.test.tsx'],
  setupFiles: [`${stubs}/preview.ts`],
  setupFilesAfterEnv: [`${stubs}/setup.ts`],
  moduleNameMapper: {
    '\\.module\\.scss$': `${stubs}/styles.ts`,
    '^@tarojs/components$': `${stubs}/components.tsx`,
    '^@tarojs/taro$': `${stubs}/taro.ts`,
    '^@nutui/nutui-react-taro$': `${stubs}/nutui.ts`,
  },
};

/** @type {import('jest').Config} */
module.exports = {
  ...common,
  projects: [everything, screens],
  // What the contexts of many tests leave behind slows a worker down.
  workerIdleMemoryLimit: '900MB',
};
