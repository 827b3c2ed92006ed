import { z } from 'zod';
import { sameText } from '../../kernel/crypto';
import { ackJson, hexHash, jsonOf, refusedReading } from './reading';
import type { ChannelNews, Delivered, Reading } from './types';

export type DouyinApp = { clientKey: string; clientSecret: string };

/** Beyond any repetition of a message; what is older was recorded by somebody and is played back. */
const STALE_AFTER_SECONDS = 3 * 24 * 3600;
const AHEAD_SECONDS = 600;

const Envelope = z.object({
  event: z.string().min(1).max(100),
  client_key: z.string(),
  content: z.string(),
});
const Check = z.object({ challenge: z.union([z.number(), z.string().max(100)]) });
const ForeignId = z.union([z.string().min(1).max(64), z.int().transform(String)]);
const Content = z.object({
  action: z.string().optional(),
  msg_time: z.number().optional(),
  order_id: ForeignId.optional(),
  order: z.object({ order_id: ForeignId }).optional(),
  certificate: z.object({ order_id: ForeignId }).optional(),
});
/** Events of an order: it is pulled anew, whatever they say about it. */
const OF_ORDERS = [
  'life_trade_order_notify',
  'life_trade_certificate_notify',
  'life_hermes_akte_after_sale_audit',
];

/**
 * Webhooks of Douyin's local life (developer.open-douyin.com). Documented: the challenge, `X-Douyin-Signature` = hex
 * sha1(client_secret + raw body), `Msg-Id`, and the three events. The signature covers no time, and `Msg-Id` is not covered at
 * all: a body that is played back under a new id only makes us ask Douyin for an order once more, and one older than three
 * days (`msg_time`, our own limit) is refused.
 */
export function readDouyin(app: DouyinApp, { headers, body }: Delivered, now: Date): Reading {
  const envelope = Envelope.safeParse(jsonOf(body.toString('utf8')));
  if (envelope.success && envelope.data.event === 'verify_webhook') return answerCheck(envelope.data.content);
  const signature = headers['x-douyin-signature'] ?? '';
  if (!sameText(signature.toLowerCase(), hexHash('sha1', app.clientSecret, body)))
    return refusedReading('signature');
  if (!envelope.success) return refusedReading('unreadable');
  const { event, client_key, content: text } = envelope.data;
  if (client_key !== app.clientKey) return refusedReading('other app');
  const content = Content.safeParse(jsonOf(text));
  const at = content.success ? content.data.msg_time : undefined;
  if (at !== undefined && isStale(at, now)) return refusedReading('stale');
  const messageId = headers['msg-id'] ?? hexHash('sha256', body);
  const orderId = content.success && OF_ORDERS.includes(event) ? orderIdOf(content.data) : null;
  const news: ChannelNews = { messageId: messageId.slice(0, 100), event, orderId };
  return { kind: 'news', news: [news], answer: ackJson({ err_no: 0, err_tips: 'success' }) };
}

/** Any caller may ask: the number goes back to whoever sent it, and nothing else does. */
function answerCheck(content: string): Reading {
  const check = Check.safeParse(jsonOf(content));
  if (!check.success) return refusedReading('unreadable');
  return { kind: 'check', answer: ackJson({ challenge: check.data.challenge }) };
}

const orderIdOf = (content: z.output<typeof Content>): string | null =>
  content.order?.order_id ?? content.certificate?.order_id ?? content.order_id ?? null;

const isStale = (seconds: number, now: Date): boolean => {
  const age = now.getTime() / 1000 - seconds;
  return age > STALE_AFTER_SECONDS || age < -AHEAD_SECONDS;
};
