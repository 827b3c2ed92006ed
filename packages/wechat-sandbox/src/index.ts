/**
 * A local WeChat mini-program platform, WeChat Pay v3 and WeCom: real HTTP, real cryptography, faults on demand.
 * `startSandbox()` gives a running one; `SandboxClient` steers one in another process.
 */
export { SandboxClient } from './control/client';
export type { Control } from './control/client';
export type * from './control/types';
export { startSandbox } from './sandbox';
export type { Sandbox, SandboxOptions } from './sandbox';
export { aShopper, defaultWorld, externalUserid } from './world';
export type { World } from './world';
