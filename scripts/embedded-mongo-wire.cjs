'use strict';

/*
 * Only for the embedded MongoDB 4.0 of development and tests (docs/decisions/0001-embedded-mongodb.md): the driver
 * refuses servers older than 4.4 by the wire version in this constant, which it reads at every handshake.
 * Loaded by `node --require` for processes and by jest's setupFiles inside jest's own module registry.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const WIRE_VERSION_OF_MONGODB_4_0 = 7;

try {
  const fromServer = createRequire(join(__dirname, '..', 'packages', 'server', 'package.json'));
  const fromMongoose = createRequire(fromServer.resolve('mongoose'));
  const constants = fromMongoose('mongodb/lib/cmap/wire_protocol/constants.js');
  constants.MIN_SUPPORTED_WIRE_VERSION = Math.min(
    WIRE_VERSION_OF_MONGODB_4_0,
    constants.MIN_SUPPORTED_WIRE_VERSION,
  );
} catch (error) {
  // NODE_OPTIONS also reaches npm and tools that run before anything is installed.
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
}
