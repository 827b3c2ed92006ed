import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { APP_KINDS, appStateOf, callerOf } from './apps';
import type { AppKind } from './state';

const KEPT = 500;
const KNOWN_FOR_MS = 7 * 24 * 3600 * 1000;
const LONGEST_BODY = 4096;
const FORM = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;

const ridSchema = z.object({ rid: z.string().optional() });

/** HTTP 200 whatever happened; the message ends with a request id, so nobody should branch on it. */
export function refuseWithRid(ctx: Ctx, request: Incoming, refusal: Refusal): Outgoing {
  const rid = `${ctx.clock.seconds().toString(16)}-${ctx.random.hex(8)}-${ctx.random.hex(8)}`;
  const answer = json({ errcode: refusal.errcode, errmsg: `${refusal.message} rid: ${rid}` });
  remember(ctx, request, { rid, answer: answer.body.toString() });
  return { ...answer, note: { errcode: String(refusal.errcode), explanation: refusal.message } };
}

/** What a rid stands for, told only to the app whose call it was. Refuses 76001 to 76004. */
export function ridGet(ctx: Ctx, request: Incoming, kind: AppKind): Outgoing {
  const { rid = '' } = jsonBody(request, ridSchema, 76002);
  if (!FORM.test(rid)) throw new Refusal(76002, 'rid is error');
  const owner = APP_KINDS.find((one) => appStateOf(ctx, one).rids.some((known) => known.rid === rid));
  if (owner && owner !== kind) throw new Refusal(76003, 'could not query this rid, no permission');
  const record = appStateOf(ctx, kind).rids.find((known) => known.rid === rid);
  if (!record) throw new Refusal(76001, 'rid not found');
  if (ctx.clock.now() - record.at >= KNOWN_FOR_MS) throw new Refusal(76004, 'rid time is error');
  return json({
    errcode: 0,
    errmsg: 'ok',
    request: {
      invoke_time: Math.floor(record.at / 1000),
      // Nothing here takes as long as a millisecond.
      cost_in_ms: 0,
      request_url: record.query,
      request_body: record.body,
      response_body: record.answer,
      client_ip: record.ip,
    },
  });
}

function remember(ctx: Ctx, request: Incoming, said: { rid: string; answer: string }): void {
  const kind = callerOf(ctx, request);
  if (!kind) return;
  const state = appStateOf(ctx, kind);
  const record = {
    ...said,
    at: ctx.clock.now(),
    query: request.query.toString(),
    body: request.body.toString('utf8').slice(0, LONGEST_BODY),
    ip: request.ip,
  };
  state.rids = [...state.rids, record].slice(-KEPT);
}
