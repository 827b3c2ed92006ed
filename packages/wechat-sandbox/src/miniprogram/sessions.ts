import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { sessionSignature } from '../crypto/mini-program';
import { queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { unionidFor } from '../weixin/apps';
import { requireThat } from '../weixin/checks';
import { paidOrderByKey } from './orders';
import type { Session } from './state';

const DAY_MS = 24 * 3600 * 1000;
const UNIONID_WITHIN_MS = 300 * 1000;

/** checksession: 87009 whatever is wrong with the key or the signature. */
export function checkSession(ctx: Ctx, request: Incoming): Outgoing {
  requireSession(ctx, request, 87009).visitedAt = ctx.clock.now();
  return json({ errcode: 0, errmsg: 'ok' });
}

/** resetusersessionkey: the key is replaced. Refuses 40097, 87007, 87008, 87009. */
export function resetSession(ctx: Ctx, request: Incoming): Outgoing {
  const session = requireSession(ctx, request, 87007);
  session.sessionKey = ctx.random.bytes(16).toString('base64');
  session.visitedAt = ctx.clock.now();
  const openid = request.query.get('openid');
  return json({ errcode: 0, errmsg: 'ok', openid, session_key: session.sessionKey });
}

/** getpaidunionid: within five minutes after this person's payment. Refuses 40003, 89002, 89300. */
export function paidUnionid(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  const shopper = shopperByOpenid(ctx, queryParam(request, 'openid', 40003));
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const { unionid } = unionidFor(ctx, 'mini', shopper);
  if (unionid === undefined) throw new Refusal(89002, 'open not exists');
  const order = paidOrderByKey(ctx, {
    transactionId: query.get('transaction_id'),
    mchid: query.get('mch_id'),
    outTradeNo: query.get('out_trade_no'),
  });
  const fresh = order && ctx.clock.now() - order.paidAt <= UNIONID_WITHIN_MS;
  if (!fresh || order.openid !== shopper.openid) throw new Refusal(89300, 'invalid trade');
  return json({ errcode: 0, errmsg: 'ok', unionid });
}

/** The session that the signature belongs to; how long a key lives unused is not disclosed (rule sessionKeyDays). */
function requireSession(ctx: Ctx, request: Incoming, gone: 87007 | 87009): Session {
  const openid = queryParam(request, 'openid', 40097);
  const signature = queryParam(request, 'signature', 40097);
  if (request.query.get('sig_method') !== 'hmac_sha256') throw new Refusal(87008, 'invalid sig_method');
  const session = ctx.state.mini.sessions[openid];
  const lives = session && ctx.clock.now() - session.visitedAt < ctx.rules.sessionKeyDays * DAY_MS;
  if (!lives) {
    throw new Refusal(gone, gone === 87007 ? 'session_key is not existd or expired' : 'invalid signature');
  }
  const expected = sessionSignature(session.sessionKey);
  requireThat(request, signature === expected, {
    name: 'signature',
    given: signature,
    expected,
    hint: '以 session_key（base64 原文）为密钥，对空字符串做 HMAC-SHA256',
    otherwise: new Refusal(87009, 'invalid signature'),
  });
  return session;
}
