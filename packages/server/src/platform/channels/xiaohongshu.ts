import { z } from 'zod';
import { sameText } from '../../kernel/crypto';
import { ackJson, contentId, hexHash, jsonOf, refusedReading } from './reading';
import type { ChannelNews, Delivered, Reading } from './types';

export type XiaohongshuApp = { appKey: string; appSecret: string };

const WINDOW_MS = 10 * 60_000;

const Messages = z
  .array(z.object({ msgTag: z.string().max(100), sellerId: z.string().optional(), data: z.string() }))
  .min(1)
  .max(200);
const Data = z.looseObject({ orderId: z.string().max(64).optional() });

/**
 * App push of 小红书. Documented: an array of `{msgTag, sellerId, data}` with JSON in a string, and the tags. From one weak
 * source and not verified: headers `app-key`, `timestamp`, `sign` = md5(path?app-key=…&…&timestamp=… + secret), whose
 * timestamp we take for seconds or milliseconds and hold to ten minutes. There is no message id: equal content is equal news
 * (status 4 may be pushed twice).
 */
export function readXiaohongshu(app: XiaohongshuApp, delivered: Delivered, now: Date): Reading {
  const { headers, body } = delivered;
  if (!sameText((headers.sign ?? '').toLowerCase(), signatureOf(app, delivered)))
    return refusedReading('signature');
  if (headers['app-key'] !== app.appKey) return refusedReading('other app');
  if (!isFresh(headers.timestamp, now)) return refusedReading('stale');
  const messages = Messages.safeParse(jsonOf(body.toString('utf8')));
  if (!messages.success) return refusedReading('unreadable');
  const news = messages.data.map(({ msgTag, data: text }): ChannelNews => {
    const data = Data.safeParse(jsonOf(text));
    const ofOrder = msgTag.startsWith('msg_fulfillment_') || msgTag.startsWith('msg_after_sale_');
    return {
      messageId: contentId(msgTag, text),
      event: msgTag,
      orderId: ofOrder && data.success ? (data.data.orderId ?? null) : null,
    };
  });
  return { kind: 'news', news, answer: ackJson({ success: true, error_code: 0, error_msg: '' }) };
}

export function signatureOf(
  app: XiaohongshuApp,
  { path, headers, query }: Pick<Delivered, 'path' | 'headers' | 'query'>,
): string {
  const parts: Record<string, string | undefined> = {
    ...query,
    'app-key': headers['app-key'],
    timestamp: headers.timestamp,
  };
  const text = Object.keys(parts)
    .sort()
    .map((name) => `${name}=${parts[name] ?? ''}`)
    .join('&');
  return hexHash('md5', `${path}?${text}${app.appSecret}`);
}

function isFresh(timestamp: string | undefined, now: Date): boolean {
  if (timestamp === undefined || !/^\d{10}(\d{3})?$/.test(timestamp)) return false;
  const ms = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp);
  return Math.abs(now.getTime() - ms) <= WINDOW_MS;
}
