import { createHash } from 'node:crypto';
import type { CallbackCheck } from '../control/types';
import type { Ctx } from '../ctx';
import type { Delivery, DeliveryMode } from '../delivery/types';
import { call } from '../http/post';
import type { Call } from '../http/post';
import { DOUYIN } from './state';

/** No answer within five seconds is a failure; how often and when it is tried again is not documented. */
const RETRY_SECONDS = [5, 30, 300];
const VERIFY_WITHIN_MS = 5000;
/** Older than any repetition would be. */
const STALE_SECONDS = 5 * 24 * 3600;

export const douyinSignature = (secret: string, body: string): string =>
  createHash('sha1')
    .update(secret + body)
    .digest('hex');

export type PushInput = {
  event: string;
  /** What it is of; for the list of notices. */
  subject: string;
  fromUserId?: string | undefined;
  content: object;
  /** The same id is the same news; a new one when absent. */
  msgId?: string | undefined;
};

/** Tells the developer's server, when it gave an address. `content` goes out as JSON in a string, as Douyin has it. */
export function pushEvent(ctx: Ctx, input: PushInput): Delivery | null {
  const { webhookUrl } = ctx.state.channels.douyin;
  if (webhookUrl === null) return null;
  return ctx.deliveries.queue({
    id: input.msgId ?? `${ctx.clock.seconds()}${ctx.random.hex(22)}`,
    channel: 'douyin',
    event: input.event,
    subject: input.subject,
    url: webhookUrl,
    message: bodyOf(ctx, input),
    summary: `抖音 ${input.event}`,
    retrySeconds: RETRY_SECONDS,
  });
}

const bodyOf = (ctx: Ctx, input: Pick<PushInput, 'event' | 'fromUserId' | 'content'>): string =>
  JSON.stringify({
    event: input.event,
    client_key: DOUYIN.clientKey,
    from_user_id: input.fromUserId ?? '',
    to_user_id: '',
    content: JSON.stringify(input.content),
    log_id: ctx.random.hex(32),
  });

export function buildDouyinPush(_ctx: Ctx, delivery: Delivery, mode: DeliveryMode): Call {
  const body = mode === 'stale' ? aged(delivery.message) : delivery.message;
  const secret = mode === 'bad-signature' ? 'a-strangers-secret' : DOUYIN.clientSecret;
  return {
    method: 'POST',
    url: delivery.url,
    headers: {
      'content-type': 'application/json',
      'Msg-Id': delivery.id,
      'X-Douyin-Signature': douyinSignature(secret, body),
    },
    body: mode === 'tamper' ? body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : body,
  };
}

function aged(body: string): string {
  const message = JSON.parse(body) as { content: string };
  const content = JSON.parse(message.content) as { msg_time?: number };
  const old = { ...content, msg_time: (content.msg_time ?? 0) - STALE_SECONDS };
  return JSON.stringify({ ...message, content: JSON.stringify(old) });
}

/** Saves the address and does the console's check: the challenge has to come back as it was. */
export async function connectWebhook(ctx: Ctx, url: string): Promise<CallbackCheck> {
  ctx.state.channels.douyin.webhookUrl = url;
  const challenge = Number(ctx.random.digits(6));
  const body = JSON.stringify({
    event: 'verify_webhook',
    client_key: DOUYIN.clientKey,
    content: JSON.stringify({ challenge }),
  });
  const headers = {
    'content-type': 'application/json',
    'X-Douyin-Signature': douyinSignature(DOUYIN.clientSecret, body),
  };
  try {
    const answer = await call({ method: 'POST', url, headers, body }, VERIFY_WITHIN_MS);
    const verified = answer.status === 200 && answer.body.replace(/\s/g, '') === `{"challenge":${challenge}}`;
    return { verified, explanation: verified ? 'ok' : `got ${answer.status} ${answer.body.slice(0, 200)}` };
  } catch (error) {
    return { verified: false, explanation: error instanceof Error ? error.message : String(error) };
  }
}
