import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import * as wecom from '../../platform/wecom';
import { convertIdsJob } from './jobs';
import { noteSighting } from './note-sighting';

/**
 * Contacts come without UnionID where the company has not bound its Open Platform account. Then WeCom can be asked from the other
 * side: a UnionID is a contact, or a `pending_id` that is recognised when the person becomes one within 90 days.
 * https://developer.work.weixin.qq.com/document/path/97108
 */
export async function askForContact(ctx: Ctx, person: { openid: string; unionid: string }): Promise<void> {
  if (config().WECOM_CONVERTS_IDS === '1')
    await later(ctx, convertIdsJob, { key: person.openid, body: person, at: ctx.now });
}

export async function convertIds(ctx: Ctx, person: { openid: string; unionid: string }): Promise<void> {
  const found = await unlessRefused(ctx, () => wecom.unionidToExternalUserid(person));
  if (!found) return;
  await noteSighting(ctx, {
    source: 'wecom-id',
    shown: [
      { type: 'unionid', value: person.unionid },
      'externalUserid' in found
        ? { type: 'external_userid', value: found.externalUserid }
        : { type: 'pending_id', value: found.pendingId },
    ],
  });
}

/** A contact without UnionID may be somebody whose UnionID was asked about before. */
export async function notePending(ctx: Ctx, externalUserid: string): Promise<void> {
  if (config().WECOM_CONVERTS_IDS !== '1') return;
  const found = await unlessRefused(ctx, () => wecom.externalUseridToPendingId([externalUserid]));
  const pendingId = found?.get(externalUserid);
  if (pendingId === undefined) return;
  await noteSighting(ctx, {
    source: 'wecom-id',
    shown: [
      { type: 'external_userid', value: externalUserid },
      { type: 'pending_id', value: pendingId },
    ],
  });
}

/** A company that may not convert ids goes on without; asking again would not help. */
async function unlessRefused<T>(ctx: Ctx, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error;
    log.warn({ traceId: ctx.traceId, code: error.code }, 'wecom does not convert ids');
    return null;
  }
}
