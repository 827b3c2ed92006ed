import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import { PlatformError, askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { closeSession, openSession } from '../../kernel/sessions';
import * as wecom from '../../platform/wecom';
import { openTicket, putTicket, takeTicket } from './login-ticket';
import { presentStaff } from './present';
import { recordAudit } from './record-audit';
import { findStaff, requireStaff } from './require-staff';

type Start = Contracts['staff.startLogin'];
type Login = Contracts['staff.login'];

/** A working day. */
const SESSION_SECONDS = 12 * 3600;
/** The H5 page that receives WeCom's code and calls staff.login. */
const CALLBACK_PATH = '/login';

/** Refuses: INVALID_INPUT when `returnTo` would lead to another site. */
export async function startLogin(ctx: Ctx, input: Parsed<Start>): Promise<Answer<Start>> {
  if (input.returnTo.startsWith('//'))
    throw new AppError('INVALID_INPUT', { problem: 'returnTo leaves the site' });
  const { state, nonce } = await openTicket(ctx, input.returnTo);
  const redirectUri = new URL(CALLBACK_PATH, config().WECOM_H5_URL).href;
  return { authorizeUrl: wecom.authorizeUrl({ redirectUri, state }), nonce };
}

/** Refuses: STAFF_LOGIN_INVALID, STAFF_UNKNOWN, PLATFORM_UNAVAILABLE (then the same request may come again). */
export async function logIn(ctx: Ctx, input: Parsed<Login>): Promise<Answer<Login>> {
  const ticket = await takeTicket(ctx, input);
  if (!ticket) throw new AppError('STAFF_LOGIN_INVALID');
  const visitor = await askPlatform(
    () =>
      wecom.userinfo(input.code).catch(async (error: unknown) => {
        if (error instanceof PlatformError) await putTicket(input.state, ticket);
        throw error;
      }),
    { [wecom.CODE_INVALID]: 'STAFF_LOGIN_INVALID' },
  );
  const member = visitor.kind === 'member' ? await findStaff(ctx, visitor.userid) : null;
  if (!member) throw new AppError('STAFF_UNKNOWN');
  const token = await openSession({ kind: 'staff', id: member.userid }, SESSION_SECONDS);
  const asThem: Ctx = { ...ctx, actor: { kind: 'staff', id: member.userid } };
  await recordAudit(asThem, { action: 'staff.login', subject: member.userid });
  return { token, returnTo: ticket.returnTo, staff: presentStaff(member) };
}

/** Ends this session; the same person's other devices stay logged in. */
export async function logOut(ctx: Ctx): Promise<{ done: true }> {
  if (ctx.actor.kind === 'staff') await closeSession(ctx.actor);
  return { done: true };
}

export const showMe = async (ctx: Ctx): Promise<Answer<Contracts['staff.me']>> =>
  presentStaff(await requireStaff(ctx));
