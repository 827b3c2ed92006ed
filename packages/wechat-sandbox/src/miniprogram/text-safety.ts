import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Shopper } from '../world';
import { shopperOf } from '../weixin/apps';

const VISITED_WITHIN_MS = 2 * 3600 * 1000;
const LONGEST = 2500;
const OF_PROFILES = 1;

export type Finding = { suggest: 'pass' | 'review' | 'risky'; label: number };
export const NOTHING_FOUND: Finding = { suggest: 'pass', label: 100 };

/** A word for each label stands for what the platform's models find. */
const FINDINGS: (Finding & { keyword: string })[] = [
  { keyword: '加微信', suggest: 'review', label: 10001 },
  { keyword: '时政敏感', suggest: 'risky', label: 20001 },
  { keyword: '色情', suggest: 'risky', label: 20002 },
  { keyword: '蠢货', suggest: 'risky', label: 20003 },
  { keyword: '赌博', suggest: 'risky', label: 20006 },
  { keyword: '刷单', suggest: 'risky', label: 20008 },
  { keyword: '低俗', suggest: 'review', label: 20012 },
  { keyword: '盗版', suggest: 'risky', label: 20013 },
  { keyword: '违规内容', suggest: 'review', label: 21000 },
];
const bodySchema = z.object({
  content: z.string().optional(),
  version: z.number().optional(),
  scene: z.number().optional(),
  openid: z.string().optional(),
  title: z.string().optional(),
  nickname: z.string().optional(),
  signature: z.string().optional(),
});

/** msg_sec_check. Refuses 40097, 40129, 40003, 43104, 61010; without `version` the older answer: 0 or 87014. */
export function checkText(ctx: Ctx, request: Incoming): Outgoing {
  const { content, version, scene, openid, title, nickname, signature } = jsonBody(request, bodySchema);
  if (!content || content.length > LONGEST) throw new Refusal(40097, 'invalid args: content');
  const about = scene === OF_PROFILES ? signature : undefined;
  const found = findingIn([content, title, nickname, about].join('\n'));
  if (version !== 2) return versionOne(found !== undefined);
  requireVisitor(ctx, scene, openid);
  const { suggest, label } = found ?? NOTHING_FOUND;
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

export function findingIn(text: string): (Finding & { keyword: string }) | undefined {
  return FINDINGS.find(({ keyword }) => text.includes(keyword));
}

/** A known scene, and a person of this mini-program who was there within two hours. */
export function requireVisitor(ctx: Ctx, scene: number | undefined, openid = ''): Shopper {
  if (![1, 2, 3, 4].includes(scene ?? 0)) throw new Refusal(40129, 'invalid scene');
  if (shopperOf(ctx, 'official', openid)) throw new Refusal(43104, 'The openid does not match the appid');
  const shopper = shopperOf(ctx, 'mini', openid);
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const visitedAt = ctx.state.mini.visits[openid] ?? -Infinity;
  if (ctx.clock.now() - visitedAt > VISITED_WITHIN_MS) throw new Refusal(61010, 'code is expired');
  return shopper;
}

function versionOne(risky: boolean): Outgoing {
  return json(risky ? { errcode: 87014, errmsg: 'risky content' } : { errcode: 0, errmsg: 'ok' });
}
