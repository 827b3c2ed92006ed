import { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { fingerprint } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import * as wecom from '../../platform/wecom';
import { insertContactEvent } from './contact-event.model';
import { linkContactJob } from './jobs';

type Posted = { method: 'GET' | 'POST'; query: Record<string, string | undefined>; body: Buffer };
type Answered = { status: number; type: string; body: string };

const ContactEvent = z.object({
  Event: z.literal('change_external_contact'),
  FromUserName: z.string(),
  CreateTime: z.string(),
  ChangeType: z.string().max(64),
  UserID: z.string(),
  ExternalUserID: z.string().regex(/^[\w-]{8,64}$/),
});
type ContactEvent = z.output<typeof ContactEvent>;

/** After these the contact is there to be asked for; the others only end or describe the relation. */
const MAKES_A_CONTACT = ['add_external_contact', 'add_half_external_contact', 'edit_external_contact'];

async function takeOn(ctx: Ctx, event: ContactEvent): Promise<void> {
  const { ChangeType: changeType, ExternalUserID: externalUserid } = event;
  const parts = [event.FromUserName, event.CreateTime, changeType, event.UserID, externalUserid];
  try {
    await inTransaction(async () => {
      await insertContactEvent({ _id: fingerprint(parts.join('\n')), changeType, at: ctx.now });
      if (!MAKES_A_CONTACT.includes(changeType)) return;
      await later(ctx, linkContactJob, { key: externalUserid, body: { externalUserid }, at: ctx.now });
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

const plain = (status: number, body: string): Answered => ({ status, type: 'text/plain', body });

/** Answers at once, because WeCom waits five seconds; what follows is a job. What is not from WeCom gets 4xx and changes nothing. */
export async function receiveContactEvent(ctx: Ctx, posted: Posted): Promise<Answered> {
  try {
    if (posted.method === 'GET') return plain(200, wecom.verifyUrl(posted.query));
    const event = ContactEvent.safeParse(wecom.decryptCallback(posted.query, posted.body));
    if (event.success) await takeOn(ctx, event.data);
    return plain(200, 'success');
  } catch (error) {
    if (!(error instanceof wecom.InvalidCallback)) throw error;
    log.warn({ traceId: ctx.traceId, reason: error.reason }, 'wecom callback refused');
    return plain(error.status, 'refused');
  }
}
