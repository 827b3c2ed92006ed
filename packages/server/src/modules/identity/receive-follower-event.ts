import { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { fingerprint } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import * as officialAccount from '../../platform/official-account';
import { insertContactEvent } from './contact-event.model';
import { noteFollowerJob } from './jobs';
import { noteSighting } from './note-sighting';

type Posted = { method: 'GET' | 'POST'; query: Record<string, string | undefined>; body: Buffer };
type Answered = { status: number; type: string; body: string };

/** https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html */
const FollowerEvent = z.object({
  MsgType: z.literal('event'),
  Event: z.enum(['subscribe', 'SCAN']),
  FromUserName: z.string().regex(/^[\w-]{16,64}$/),
  CreateTime: z.string(),
});
type FollowerEvent = z.output<typeof FollowerEvent>;

async function takeOn(ctx: Ctx, { Event, FromUserName: openid, CreateTime }: FollowerEvent): Promise<void> {
  try {
    await inTransaction(async () => {
      const _id = fingerprint(['official-account', openid, CreateTime, Event].join('\n'));
      await insertContactEvent({ _id, changeType: Event, at: ctx.now });
      await later(ctx, noteFollowerJob, { key: openid, body: { openid }, at: ctx.now });
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Who follows the official account, and the UnionID behind it. */
export async function noteFollower(ctx: Ctx, { openid }: { openid: string }): Promise<void> {
  const follower = await officialAccount.follower(openid);
  if (!follower) return;
  const { unionid } = follower;
  await noteSighting(ctx, {
    source: 'official-account',
    shown: [
      { type: 'oa_openid', value: openid },
      ...(unionid === null ? [] : [{ type: 'unionid' as const, value: unionid }]),
    ],
  });
}

const plain = (status: number, body: string): Answered => ({ status, type: 'text/plain', body });

/** Answers at once, because WeChat waits five seconds; what follows is a job. What is not from WeChat gets 4xx and changes nothing. */
export async function receiveFollowerEvent(ctx: Ctx, posted: Posted): Promise<Answered> {
  try {
    if (posted.method === 'GET') return plain(200, officialAccount.verifyUrl(posted.query));
    const event = FollowerEvent.safeParse(officialAccount.decryptCallback(posted.query, posted.body));
    if (event.success) await takeOn(ctx, event.data);
    return plain(200, 'success');
  } catch (error) {
    if (!(error instanceof officialAccount.InvalidCallback)) throw error;
    log.warn({ traceId: ctx.traceId, reason: error.reason }, 'official account callback refused');
    return plain(error.status, 'refused');
  }
}
