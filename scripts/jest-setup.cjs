'use strict';

// A test's modules come from jest's own registry, which `node --require` does not reach.
const wirePatch = process.env['EMBEDDED_MONGO_WIRE'];
if (wirePatch) require(wirePatch);
