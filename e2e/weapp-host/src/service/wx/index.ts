import type { Router } from '../router';
import type { Boot, ServiceState } from '../state';
import { fileApis } from './files';
import { interfaceApis } from './interface';
import { listeningApis } from './listening';
import { isMissing, missingApis } from './missing';
import { createAnimation } from './animation';
import { mediaApis } from './media';
import { networkApis } from './network';
import { personApis } from './person';
import type { Asking } from './person';
import { queryApis } from './query';
import { routeApis } from './routes';
import { socketApis } from './sockets';
import { storageApis } from './storage';
import { systemApis } from './system';

/** `wx` of a mini-program: a plain object that anybody may write to (bundlers keep their module table in it). */
export type Wx = Record<string, unknown>;

export function createWx(state: ServiceState, parts: { router: Router; asking: Asking; boot: Boot }): Wx {
  const { router, asking, boot } = parts;
  const wx: Wx = {
    ...missingApis(state),
    ...systemApis(state, router),
    ...storageApis(state, boot.storage),
    ...networkApis(state, boot.network),
    ...routeApis(state, router),
    ...interfaceApis(state, router),
    ...personApis(state, asking),
    ...listeningApis(state),
    ...queryApis(router),
    ...fileApis(state),
    ...mediaApis(state, asking),
    ...socketApis(state),
    createAnimation,
  };
  const emulated = new Set(Object.keys(wx).filter((name) => !isMissing(name)));
  wx.canIUse = (schema: string) => emulated.has(schema.split('.')[0] ?? '');
  return wx;
}
