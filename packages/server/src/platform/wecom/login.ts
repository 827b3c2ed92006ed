import { z } from 'zod';
import { config } from '../../config';
import { ask } from './api';

/** A member of the company, or somebody else who opened the page. */
export type Visitor = { kind: 'member'; userid: string } | { kind: 'outsider' };

/** Where the browser goes to prove who it is. `state` may only be letters and digits. */
export function authorizeUrl(to: { redirectUri: string; state: string }): string {
  const query = new URLSearchParams({
    appid: config().WECOM_CORPID,
    redirect_uri: to.redirectUri,
    response_type: 'code',
    scope: 'snsapi_base',
    state: to.state,
    agentid: config().WECOM_AGENTID,
  });
  return `${config().WECOM_OAUTH_BASE}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
}

/** Who brought this code back; good once, for five minutes. Refuses: CODE_INVALID. */
export async function userinfo(code: string): Promise<Visitor> {
  const { userid } = await ask({
    path: '/cgi-bin/auth/getuserinfo',
    query: { code },
    answer: z.object({ userid: z.string().min(1).optional() }),
  });
  return userid ? { kind: 'member', userid: userid.toLowerCase() } : { kind: 'outsider' };
}
