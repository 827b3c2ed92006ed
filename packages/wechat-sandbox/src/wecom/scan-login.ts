import type { Ctx } from '../ctx';
import { html } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { employees } from './members';
import { backWithCode, newOauthCode, redirectProblem, refusedPage } from './oauth';
import { scanPage } from './pages';

/** login.work.weixin.qq.com: a page in a desktop browser, with a code that a member scans. */
export function scanLoginRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/wwlogin/sso/login', handle: (request) => scanLogin(ctx, request) },
    // The page of before; it knows no login_type.
    { method: 'GET', pattern: '/wwopen/sso/qrConnect', handle: (request) => scanLogin(ctx, request) },
  ];
}

/** Whoever is chosen has scanned and confirmed: the browser goes to redirect_uri with a code of snsapi_base. */
function scanLogin(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  const problem = scanProblem(ctx, request);
  if (problem) return refusedPage(problem);
  const member = employees(ctx).find(({ userid }) => userid === query.get('sandbox_staff'));
  if (!member) return html(scanPage(employees(ctx), query));
  // A desktop browser stays anonymous: no cookie says later who the member is.
  return backWithCode(query, newOauthCode(ctx, { member }), undefined);
}

function scanProblem(ctx: Ctx, request: Incoming): string | undefined {
  const { query } = request;
  const { corp } = ctx.world;
  const isNew = request.path === '/wwlogin/sso/login';
  if (isNew && query.get('login_type') !== 'CorpApp') return 'login_type 必须是 CorpApp';
  if (query.get('appid') !== corp.corpid) return 'appid 不是这家企业的 corpid';
  if (query.get('agentid') !== corp.agentid) return 'agentid 不是这个应用';
  return redirectProblem(ctx, query);
}
