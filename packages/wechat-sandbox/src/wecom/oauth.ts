import type { Ctx } from '../ctx';
import { queryParam } from '../http/body';
import { html, json, redirect } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { StaffMember } from '../world';
import { chooserPage, messagePage } from './pages';

const CODE_LIVES_MS = 300 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const SCOPES = ['snsapi_base', 'snsapi_privateinfo'];

/**
 * Where WeCom's own browser would know the member. Here the cookie `sandbox_staff` says who it is; without it a page asks,
 * and its links come back with `sandbox_staff` in the query.
 */
export function authorize(ctx: Ctx, request: Incoming): Outgoing {
  const problem = authorizeProblem(ctx, request);
  if (problem)
    return {
      ...html(messagePage('无法登录', problem), 400),
      note: { errcode: '50001', explanation: problem },
    };
  const chosen = request.query.get('sandbox_staff');
  const member = staffById(ctx, chosen ?? request.cookies.sandbox_staff ?? '');
  if (!member) return html(chooserPage(ctx.world.staff, request.query));
  const target = new URL(request.query.get('redirect_uri') ?? '');
  target.searchParams.set(
    'code',
    newOauthCode(ctx, member.userid, request.query.get('scope') ?? 'snsapi_base'),
  );
  target.searchParams.set('state', request.query.get('state') ?? '');
  const cookies = chosen ? [`sandbox_staff=${encodeURIComponent(member.userid)}; Path=/; SameSite=Lax`] : [];
  return redirect(target.href, cookies);
}

export function newOauthCode(ctx: Ctx, userid: string, scope = 'snsapi_base'): string {
  const now = ctx.clock.now();
  const { wecom } = ctx.state;
  const code = ctx.random.text(43);
  wecom.oauthCodes = [
    ...wecom.oauthCodes.filter((old) => now - old.expiresAt < DAY_MS),
    { code, userid, scope, expiresAt: now + CODE_LIVES_MS, used: false },
  ];
  return code;
}

export function getUserInfo(ctx: Ctx, request: Incoming): Outgoing {
  const code = queryParam(request, 'code', 40029);
  const known = ctx.state.wecom.oauthCodes.find((candidate) => candidate.code === code);
  if (!known || known.used || ctx.clock.now() >= known.expiresAt) throw new Refusal(40029, 'invalid code');
  known.used = true;
  const ticket =
    known.scope === 'snsapi_privateinfo' ? { user_ticket: ctx.random.text(64), expires_in: 1800 } : {};
  return json({ errcode: 0, errmsg: 'ok', userid: known.userid, ...ticket });
}

export function staffById(ctx: Ctx, userid: string): StaffMember | undefined {
  return ctx.world.staff.find((member) => member.userid === userid);
}

function authorizeProblem(ctx: Ctx, request: Incoming): string | undefined {
  const { corp } = ctx.world;
  const query = request.query;
  if (query.get('appid') !== corp.corpid) return 'appid 不是这家企业的 corpid';
  if (query.get('response_type') !== 'code') return 'response_type 必须是 code';
  const scope = query.get('scope') ?? '';
  if (!SCOPES.includes(scope)) return 'scope 只能是 snsapi_base 或 snsapi_privateinfo';
  if (scope === 'snsapi_privateinfo' && query.get('agentid') !== corp.agentid)
    return 'snsapi_privateinfo 需要正确的 agentid';
  if (!/^[a-zA-Z0-9]{0,128}$/.test(query.get('state') ?? '')) return 'state 只能是不超过128位的字母和数字';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!/^https?:/.test(redirectUri) || !URL.canParse(redirectUri)) return 'redirect_uri 不是一个网址';
  const target = new URL(redirectUri);
  if (corp.trustedDomain !== undefined && target.host !== corp.trustedDomain) {
    return 'redirect_uri 与应用的可信域名不一致(50001)';
  }
  return undefined;
}
