import { z } from 'zod';
import { PlatformRefusal } from '../../kernel/call-out';
import { ask } from './api';

/** The contact's id, or one that stands for somebody who is none yet: good for 90 days, and for nothing but being compared. */
export type ConvertedId = { externalUserid: string } | { pendingId: string };

/** 40073: openid and unionid are not of one person. 40096, 84061: no contact. */
const NOBODY: readonly number[] = [40073, 40096, 84061];
/** The mini-program or official account is the company's own; 1 would be a provider's. */
const COMPANY = 0;
const MOST_AT_ONCE = 100;

const Converted = z.object({ external_userid: z.string().default(''), pending_id: z.string().default('') });
const Pending = z.object({
  result: z.array(z.object({ external_userid: z.string(), pending_id: z.string() })).default([]),
});

/**
 * Who this person of the mini-program or the official account is at WeCom; null when the pair is nobody there. WeCom allows a company
 * 100 000 an hour and 480 000 a day and forbids conversion in bulk. It is documented (path/97108) for apps of providers; whether a
 * company's own app may call it is uncertain. Refuses: NOT_BOUND, NOT_PERMITTED.
 */
export async function unionidToExternalUserid(person: {
  unionid: string;
  openid: string;
}): Promise<ConvertedId | null> {
  try {
    const { external_userid, pending_id } = await ask({
      path: '/cgi-bin/idconvert/unionid_to_external_userid',
      body: { unionid: person.unionid, openid: person.openid, subject_type: COMPANY },
      answer: Converted,
    });
    if (external_userid) return { externalUserid: external_userid };
    return pending_id ? { pendingId: pending_id } : null;
  } catch (error) {
    if (error instanceof PlatformRefusal && NOBODY.includes(Number(error.code))) return null;
    throw error;
  }
}

/**
 * external_userid → the pending_id that unionidToExternalUserid gave for the same person in the last 90 days; who had none is left
 * out. Any number of ids, a hundred in a call. Refuses: NOT_PERMITTED.
 */
export async function externalUseridToPendingId(externalUserids: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(externalUserids)];
  const found = new Map<string, string>();
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const { result } = await ask({
      path: '/cgi-bin/idconvert/batch/external_userid_to_pending_id',
      body: { external_userid: ids.slice(start, start + MOST_AT_ONCE) },
      answer: Pending,
    });
    for (const { external_userid, pending_id } of result) found.set(external_userid, pending_id);
  }
  return found;
}
