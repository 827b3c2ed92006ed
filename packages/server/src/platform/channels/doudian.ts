import { z } from 'zod';
import { sameText } from '../../kernel/crypto';
import { ackJson, contentId, hexHash, jsonOf, refusedReading } from './reading';
import type { ChannelNews, Delivered, Reading } from './types';

export type DoudianApp = { appKey: string; appSecret: string };

const Id = z.union([z.string().max(64), z.int().transform(String)]);
const Messages = z
  .array(
    z.object({
      tag: z.union([z.string(), z.int().transform(String)]),
      msg_id: Id.optional(),
      data: z.union([z.string(), z.looseObject({})]),
    }),
  )
  .min(1)
  .max(200);
const Data = z.looseObject({ p_id: Id.optional(), order_id: Id.optional() });

/**
 * Messages of 抖店 (op.jinritemai.com). From memory, no source was found: `event-sign` = hex md5(app_key + body + app_secret),
 * `app-id`, an array of `{tag, msg_id, data}`, the answer `{"code":0,"msg":"success"}`; one third-party note claims another
 * signature. To be checked with the merchant's documents before production, as are tags 1xx being those of orders. The body
 * carries no time that the signature would make sure of, so that only the id of a message tells a repetition.
 */
export function readDoudian(app: DoudianApp, { headers, body }: Delivered): Reading {
  const wanted = hexHash('md5', app.appKey, body, app.appSecret);
  if (!sameText((headers['event-sign'] ?? '').toLowerCase(), wanted)) return refusedReading('signature');
  if (headers['app-id'] !== undefined && headers['app-id'] !== app.appKey) return refusedReading('other app');
  const messages = Messages.safeParse(jsonOf(body.toString('utf8')));
  if (!messages.success) return refusedReading('unreadable');
  const news = messages.data.map((message): ChannelNews => {
    const text = typeof message.data === 'string' ? message.data : JSON.stringify(message.data);
    const data = Data.safeParse(jsonOf(text));
    const ofOrder = /^1\d\d$/.test(message.tag) && data.success;
    return {
      messageId: message.msg_id ?? contentId(message.tag, text),
      event: message.tag,
      orderId: ofOrder ? (data.data.p_id ?? data.data.order_id ?? null) : null,
    };
  });
  return { kind: 'news', news, answer: ackJson({ code: 0, msg: 'success' }) };
}
