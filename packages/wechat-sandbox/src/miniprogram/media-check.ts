import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { queuePush } from '../push/push';
import { NOTHING_FOUND, requireVisitor } from './text-safety';
import type { Finding } from './text-safety';
import type { MediaCheck } from './state';

/** The page promises an answer within thirty minutes. */
const ANSWERED_AFTER_MS = 10 * 1000;
const KEPT = 1000;
const NOT_DOWNLOADED = -1008;

const bodySchema = z.object({
  media_url: z.string().optional(),
  media_type: z.number().optional(),
  version: z.number().optional(),
  scene: z.number().optional(),
  openid: z.string().optional(),
});

/** media_check_async: the finding comes later, as the event wxa_media_check. Refuses 40097, 40004, 40129, 40003, 43104, 61010. */
export function checkMedia(ctx: Ctx, request: Incoming): Outgoing {
  const { media_url: mediaUrl = '', media_type, version, scene, openid } = jsonBody(request, bodySchema);
  if (!URL.canParse(mediaUrl) || version !== 2) throw new Refusal(40097, 'invalid args');
  if (media_type !== 1 && media_type !== 2) throw new Refusal(40004, 'invalid media type');
  const shopper = requireVisitor(ctx, scene, openid);
  const check: MediaCheck = {
    traceId: ctx.random.hex(32),
    openid: shopper.openid,
    mediaUrl,
    dueAt: ctx.clock.now() + ANSWERED_AFTER_MS,
  };
  ctx.state.mini.mediaChecks = [...ctx.state.mini.mediaChecks, check].slice(-KEPT);
  planMediaCheck(ctx, check);
  return json({ errcode: 0, errmsg: 'ok', trace_id: check.traceId });
}

export function planMediaCheck(ctx: Ctx, check: MediaCheck): void {
  const { state } = ctx;
  ctx.clock.schedule(check.dueAt, async () => {
    // A reset puts another state in the place of the one this check belongs to.
    if (ctx.state !== state || !state.mini.mediaChecks.includes(check)) return;
    state.mini.mediaChecks = state.mini.mediaChecks.filter((other) => other !== check);
    tell(ctx, check);
  });
}

/** Nothing is downloaded: `risky`, `review` and `missing` in the address say what is found. */
function tell(ctx: Ctx, check: MediaCheck): void {
  const missing = check.mediaUrl.includes('missing');
  const { suggest, label } = findingOf(check.mediaUrl);
  queuePush(ctx, 'mini', {
    from: check.openid,
    summary: 'wxa_media_check',
    fields: {
      MsgType: 'event',
      Event: 'wxa_media_check',
      appid: ctx.world.miniProgram.appid,
      trace_id: check.traceId,
      version: 2,
      detail: missing ? [] : [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
      errcode: missing ? NOT_DOWNLOADED : 0,
      errmsg: missing ? 'download failed' : 'ok',
      result: { suggest, label },
    },
  });
}

function findingOf(mediaUrl: string): Finding {
  if (mediaUrl.includes('risky')) return { suggest: 'risky', label: 20002 };
  if (mediaUrl.includes('review')) return { suggest: 'review', label: 21000 };
  return NOTHING_FOUND;
}
