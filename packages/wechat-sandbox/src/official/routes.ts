import type { Ctx } from '../ctx';
import type { Route } from '../http/router';
import type { Endpoint, TokenEndpoint } from '../weixin/endpoint';
import { createMenu, deleteMenu, getMenu } from './menu';
import { listTemplates, sendSubscriptionNotice, sendTemplateMessage } from './messages';
import { getTicket } from './page-tickets';
import { createQrCode, showQrCode } from './qrcode';
import { createTag, deleteTag, listTags, markPeople, peopleOfTag, renameTag, tagsOfPerson } from './tags';
import { listFollowers, setRemark, userInfo, usersInfo } from './users';
import { authorizeOnWeb, checkWebToken, refreshWebToken, webToken, webUserInfo } from './web-login';

type Handle = TokenEndpoint['handle'];

const AUTHORIZE = '/connect/oauth2/authorize';

const get = (path: string, handle: Handle): Endpoint => ({ method: 'GET', path, of: ['official'], handle });
const post = (path: string, handle: Handle): Endpoint => ({ method: 'POST', path, of: ['official'], handle });

export const officialEndpoints: Endpoint[] = [
  { method: 'GET', path: '/sns/oauth2/access_token', open: webToken },
  { method: 'GET', path: '/sns/oauth2/refresh_token', open: refreshWebToken },
  { method: 'GET', path: '/sns/userinfo', open: webUserInfo },
  { method: 'GET', path: '/sns/auth', open: checkWebToken },
  get('/cgi-bin/ticket/getticket', getTicket),
  post('/cgi-bin/qrcode/create', createQrCode),
  get('/cgi-bin/user/info', userInfo),
  post('/cgi-bin/user/info/batchget', usersInfo),
  post('/cgi-bin/user/info/updateremark', setRemark),
  get('/cgi-bin/user/get', listFollowers),
  post('/cgi-bin/tags/create', createTag),
  get('/cgi-bin/tags/get', listTags),
  post('/cgi-bin/tags/update', renameTag),
  post('/cgi-bin/tags/delete', deleteTag),
  post('/cgi-bin/tags/members/batchtagging', (ctx, request) => markPeople(ctx, request, 'add')),
  post('/cgi-bin/tags/members/batchuntagging', (ctx, request) => markPeople(ctx, request, 'remove')),
  post('/cgi-bin/tags/getidlist', tagsOfPerson),
  post('/cgi-bin/user/tag/get', peopleOfTag),
  post('/cgi-bin/message/template/send', sendTemplateMessage),
  get('/cgi-bin/template/get_all_private_template', listTemplates),
  post('/cgi-bin/message/subscribe/bizsend', sendSubscriptionNotice),
  post('/cgi-bin/menu/create', createMenu),
  get('/cgi-bin/menu/get', getMenu),
  get('/cgi-bin/menu/delete', deleteMenu),
];

/** mp.weixin.qq.com. */
export function mpRoutes(ctx: Ctx): Route[] {
  return [{ method: 'GET', pattern: '/cgi-bin/showqrcode', handle: (request) => showQrCode(ctx, request) }];
}

/** open.weixin.qq.com serves corps (appid ww…) and official accounts (wx…) under one address. */
export function withWebLogin(ctx: Ctx, ofCorps: Route[]): Route[] {
  return ofCorps.map((route) =>
    route.pattern === AUTHORIZE
      ? {
          ...route,
          handle: (request) =>
            request.query.get('appid')?.startsWith('wx')
              ? authorizeOnWeb(ctx, request)
              : route.handle(request),
        }
      : route,
  );
}
