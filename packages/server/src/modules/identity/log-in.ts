import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { closeSession, openSession } from '../../kernel/sessions';
import * as miniProgram from '../../platform/mini-program';
import { askForContact } from './convert-ids';
import { requireShownMember } from './find-customer';
import { noteSighting } from './note-sighting';
import { presentMember } from './present';
import type { MemberView } from './present';

type Login = Contracts['identity.login'];

const SESSION_SECONDS = 30 * 24 * 3600;

/**
 * The session is the openid's, not the customer's: it shows whoever that openid is found to be.
 * Refuses: LOGIN_CODE_INVALID, PLATFORM_UNAVAILABLE, FORBIDDEN (WeChat holds this person for a risk).
 */
export async function logIn(ctx: Ctx, { code }: Parsed<Login>): Promise<Answer<Login>> {
  const { openid, unionid } = await askPlatform(() => miniProgram.code2Session(code), {
    [miniProgram.CODE_INVALID]: 'LOGIN_CODE_INVALID',
    [miniProgram.CODE_USED]: 'LOGIN_CODE_INVALID',
    [miniProgram.PERSON_BLOCKED]: 'FORBIDDEN',
  });
  const { origin, isNew } = await noteSighting(ctx, {
    source: 'mini-program',
    shown: [
      { type: 'mp_openid', value: openid },
      ...(unionid === null ? [] : [{ type: 'unionid' as const, value: unionid }]),
    ],
  });
  if (isNew && unionid !== null) await askForContact(ctx, { openid, unionid });
  const token = await openSession({ kind: 'member', id: origin }, SESSION_SECONDS);
  const member = await showMe({ ...ctx, actor: { kind: 'member', id: origin } });
  return { token, expiresInSeconds: SESSION_SECONDS, member };
}

/** Ends this session; the same person's other devices stay logged in. */
export async function logOut(ctx: Ctx): Promise<{ done: true }> {
  if (ctx.actor.kind === 'member') await closeSession(ctx.actor);
  return { done: true };
}

export const showMe = async (ctx: Ctx): Promise<MemberView> => presentMember(await requireShownMember(ctx));
