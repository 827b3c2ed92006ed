import type { Ctx } from '../ctx';
import type { Route } from '../http/router';
import { miniProgramEndpoints } from '../miniprogram/routes';
import { officialEndpoints } from '../official/routes';
import { APP_KINDS } from './apps';
import { toRoute } from './endpoint';
import type { Endpoint } from './endpoint';
import { clearQuota, clearQuotaBySecret, quotaGet } from './quota';
import type { OwnersOf } from './quota';
import { ridGet } from './rids';
import { sendServiceMessage } from './service-messages';
import { plainToken, stableToken } from './tokens';

const BOTH = APP_KINDS;

const sharedEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/stable_token', open: stableToken },
  { method: 'GET', path: '/cgi-bin/token', open: plainToken },
  { method: 'POST', path: '/cgi-bin/clear_quota', of: BOTH, handle: clearQuota },
  { method: 'POST', path: '/cgi-bin/clear_quota/v2', open: clearQuotaBySecret },
  { method: 'POST', path: '/cgi-bin/openapi/rid/get', of: BOTH, handle: ridGet },
  {
    method: 'POST',
    path: '/cgi-bin/openapi/quota/get',
    of: BOTH,
    handle: (ctx, request, kind) => quotaGet(ctx, request, { kind, ownersOf }),
  },
  { method: 'POST', path: '/cgi-bin/message/custom/send', of: BOTH, handle: sendServiceMessage },
];

const endpoints = [...sharedEndpoints, ...miniProgramEndpoints, ...officialEndpoints];

const ownersOf: OwnersOf = (path) => {
  const found = endpoints.find((endpoint) => endpoint.path === path);
  return found && ('of' in found ? found.of : BOTH);
};

/** Everything at api.weixin.qq.com. */
export function weixinRoutes(ctx: Ctx): Route[] {
  return endpoints.map((endpoint) => toRoute(ctx, endpoint));
}
