'use strict';

const unit = require('../jest.config.cjs');

/** The journeys: the whole suite in its own processes, people in Chromium. One at a time, since they share one shop. */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/journeys'],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
  globalSetup: '<rootDir>/global-setup.mjs',
  globalTeardown: '<rootDir>/global-teardown.mjs',
  transform: unit.transform,
  transformIgnorePatterns: unit.transformIgnorePatterns,
  cacheDirectory: '<rootDir>/../.cache/jest-e2e',
};
