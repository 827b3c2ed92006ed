'use strict';

const vm = require('node:vm');
const NodeEnvironment = require('jest-environment-node').default;

/**
 * jest's node environment with an ordinary global object. In the contextified one that jest asks for, each look at `Buffer`,
 * `Date` or `Math` goes through interceptors and costs twenty times as much (nodejs/node#31658), which is most of what a
 * server's test does. Contexts are left to the garbage collector as a whole.
 */
module.exports = class extends NodeEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
};
