import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';

const VISITED_WITHIN_MS = 2 * 3600 * 1000;
/** A few words that stand for what the platform's models find. */
const FINDINGS = [
  { keyword: '赌博', suggest: 'risky', label: 20006 },
  { keyword: '刷单', suggest: 'risky', label: 20008 },
  { keyword: '加微信', suggest: 'review', label: 10001 },
];
const bodySchema = z.object({
  content: z.string().optional(),
  version: z.number().optional(),
  scene: z.number().optional(),
  openid: z.string().optional(),
});

export function checkText(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, bodySchema, 40129);
  if (!body.content || body.content.length > 2500) throw new Refusal(40097, 'invalid args: content');
  const found = FINDINGS.find(({ keyword }) => body.content?.includes(keyword));
  if (body.version !== 2) return versionOne(found !== undefined);
  if (![1, 2, 3, 4].includes(body.scene ?? 0)) throw new Refusal(40129, 'invalid scene');
  const shopper = shopperByOpenid(ctx, body.openid ?? '');
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const visitedAt = ctx.state.mini.sessions[shopper.openid]?.visitedAt ?? 0;
  if (ctx.clock.now() - visitedAt > VISITED_WITHIN_MS) throw new Refusal(61010, 'code is expired');
  const { suggest, label } = found ?? { suggest: 'pass', label: 100 };
  return json({
    errcode: 0,
    errmsg: 'ok',
    trace_id: ctx.random.hex(32),
    result: { suggest, label },
    detail: [
      { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 },
      ...(found ? [{ strategy: 'keyword', errcode: 0, suggest, label, keyword: found.keyword }] : []),
    ],
  });
}

function versionOne(risky: boolean): Outgoing {
  return json(risky ? { errcode: 87014, errmsg: 'risky content' } : { errcode: 0, errmsg: 'ok' });
}
