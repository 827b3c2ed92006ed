import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Refusal } from '../http/refusal';
import type { Handle, Route } from '../http/router';
import { customerDetail, customerList, followUserList, markTags, remarkCustomer } from './customers';
import { getUser, sendAppMessage, sendWelcome } from './messages';
import { authorize, getUserInfo } from './oauth';
import { addCorpTags, listCorpTags } from './tags';
import { agentTicket, corpTicket, getToken, requireCorpToken } from './tokens';

type Endpoint = (ctx: Ctx, request: Incoming) => Outgoing;

export function wecomRoutes(ctx: Ctx): Route[] {
  const withToken =
    (endpoint: Endpoint): Handle =>
    (request) => {
      requireCorpToken(ctx, request);
      return endpoint(ctx, request);
    };
  const contact = '/cgi-bin/externalcontact';
  return [
    { method: 'GET', pattern: '/cgi-bin/gettoken', handle: (request) => getToken(ctx, request) },
    { method: 'GET', pattern: '/cgi-bin/auth/getuserinfo', handle: withToken(getUserInfo) },
    { method: 'GET', pattern: '/cgi-bin/get_jsapi_ticket', handle: withToken(corpTicket) },
    { method: 'GET', pattern: '/cgi-bin/ticket/get', handle: withToken(agentTicket) },
    { method: 'GET', pattern: '/cgi-bin/user/get', handle: withToken(getUser) },
    { method: 'GET', pattern: `${contact}/get_follow_user_list`, handle: withToken(followUserList) },
    { method: 'GET', pattern: `${contact}/list`, handle: withToken(customerList) },
    { method: 'GET', pattern: `${contact}/get`, handle: withToken(customerDetail) },
    { method: 'POST', pattern: `${contact}/remark`, handle: withToken(remarkCustomer) },
    { method: 'POST', pattern: `${contact}/mark_tag`, handle: withToken(markTags) },
    { method: 'POST', pattern: `${contact}/add_corp_tag`, handle: withToken(addCorpTags) },
    { method: 'POST', pattern: `${contact}/get_corp_tag_list`, handle: withToken(listCorpTags) },
    { method: 'POST', pattern: `${contact}/send_welcome_msg`, handle: withToken(sendWelcome) },
    { method: 'POST', pattern: '/cgi-bin/message/send', handle: withToken(sendAppMessage) },
  ];
}

export function oauthRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/connect/oauth2/authorize', handle: (request) => authorize(ctx, request) },
  ];
}

export function wecomRefusal(ctx: Ctx, refusal: Refusal): Outgoing {
  const { errcode, message } = refusal;
  const hint = `hint: [${ctx.random.digits(19)}], from ip: 127.0.0.1`;
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return {
    ...json({ errcode, errmsg: `${message}, ${hint}, ${more}` }),
    note: { errcode: String(errcode), explanation: message },
  };
}
