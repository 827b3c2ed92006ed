import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { isFollowing } from '../official/users';
import { newMsgId, queuePush } from '../push/push';
import type { Shopper } from '../world';
import { appStateOf, openidFor, shopperOf } from './apps';
import { arrive } from './phone-messages';
import type { AppKind, PhoneMessage } from './state';

const WINDOW_MS = 48 * 3600 * 1000;
/** Messages within one window: the mini-program's page says 5, the official account's 20 after somebody wrote. */
const MOST_IN_WINDOW: Record<AppKind, number> = { mini: 5, official: 20 };
const LONGEST_TEXT_BYTES = 2048;
/** Kinds whose picture, voice or film would have to be uploaded first, which is not possible here. */
const WITH_MEDIA = ['image', 'voice', 'video', 'music', 'mpnews'];

const bodySchema = z.object({
  touser: z.string().optional(),
  msgtype: z.string().optional(),
  text: z.object({ content: z.string() }).optional(),
  link: z.object({ title: z.string(), description: z.string().optional(), url: z.string() }).optional(),
  news: z
    .object({
      articles: z
        .array(z.object({ title: z.string(), description: z.string().optional(), url: z.string() }))
        .length(1),
    })
    .optional(),
  miniprogrampage: z
    .object({ title: z.string(), appid: z.string().optional(), pagepath: z.string() })
    .optional(),
});
type Content = Pick<PhoneMessage, 'title' | 'text' | 'url' | 'page'>;

/** message/custom/send. Refuses 40003, 43004, 45015, 45047, 40008, 40007, 44004, 45002. */
export function sendServiceMessage(ctx: Ctx, request: Incoming, kind: AppKind): Outgoing {
  const body = jsonBody(request, bodySchema);
  const shopper = shopperOf(ctx, kind, body.touser ?? '');
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  if (kind === 'official' && !isFollowing(ctx, shopper.id)) throw new Refusal(43004, 'require subscribe');
  const openid = openidFor(shopper, kind);
  const contact = appStateOf(ctx, kind).contacts[openid];
  if (!contact || ctx.clock.now() - contact.at >= WINDOW_MS)
    throw new Refusal(45015, 'response out of time limit or subscription is canceled');
  if (contact.sent >= MOST_IN_WINDOW[kind]) throw new Refusal(45047, 'out of response count limit');
  const content = contentOf(body);
  contact.sent += 1;
  arrive(ctx, kind, { openid, kind: 'service', ...content });
  return json({ errcode: 0, errmsg: 'ok' });
}

/** A person writes to the app: the server hears of it, and may answer for 48 hours. */
export function writeToApp(ctx: Ctx, kind: AppKind, written: { shopper: Shopper; text: string }): void {
  const { shopper, text } = written;
  touch(ctx, kind, shopper);
  queuePush(ctx, kind, {
    from: openidFor(shopper, kind),
    summary: 'text',
    fields: { MsgType: 'text', Content: text, MsgId: newMsgId(ctx) },
  });
}

/** Opens the window for service messages anew. */
export function touch(ctx: Ctx, kind: AppKind, shopper: Shopper): void {
  appStateOf(ctx, kind).contacts[openidFor(shopper, kind)] = { at: ctx.clock.now(), sent: 0 };
}

function contentOf(body: z.infer<typeof bodySchema>): Content {
  const { msgtype = '', text, link, news, miniprogrampage } = body;
  const article = link ?? news?.articles[0];
  if (WITH_MEDIA.includes(msgtype)) throw new Refusal(40007, 'invalid media_id');
  if (msgtype === 'text') {
    const content = text?.content ?? '';
    if (content === '') throw new Refusal(44004, 'empty content');
    if (Buffer.byteLength(content) > LONGEST_TEXT_BYTES)
      throw new Refusal(45002, 'content size out of limit');
    return { title: '', text: content };
  }
  if ((msgtype === 'link' || msgtype === 'news') && article)
    return { title: article.title, text: article.description ?? '', url: article.url };
  if (msgtype === 'miniprogrampage' && miniprogrampage)
    return { title: miniprogrampage.title, text: '', page: miniprogrampage.pagepath };
  throw new Refusal(40008, 'invalid message type');
}
