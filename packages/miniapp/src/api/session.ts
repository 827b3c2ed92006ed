import { createClient } from '@omni/shared/client';
import type { Result, Send } from '@omni/shared/client';
import { isWeapp } from '../platform/env';
import { postJson } from '../platform/request';
import { loginCode } from '../platform/wechat';
import { noteServerDate } from './clock';
import { createState, useShared } from './state';
import type { Member } from './views';

type Session = { token: string; member: Member };

/** The preview asks anew who holds the phone at every start, so it keeps no session. */
const session = createState<Session | null>(null, isWeapp ? 'session' : undefined);
/** False after a call that never came back, true after the next that did. */
export const online = createState(true);

export const useMember = (): Member | null => useShared(session)?.member ?? null;
export const currentMember = (): Member | null => session.get()?.member ?? null;
export const currentToken = (): string | null => session.get()?.token ?? null;

export function rememberMember(member: Member): void {
  const held = session.get();
  if (held) session.set({ ...held, member });
}

export async function post(name: string, input: unknown, token: string | null) {
  try {
    const answer = await postJson(`/api/${name}`, input, token);
    noteServerDate(answer.date);
    if (!online.get()) online.set(true);
    return answer;
  } catch (failure) {
    online.set(false);
    throw failure;
  }
}

const anonymously: Send = (name, input) => post(name, input, null);
let running: Promise<Result<'identity.login'>> | null = null;

/** Silent login. Many callers, one wx.login. */
export function login(): Promise<Result<'identity.login'>> {
  running ??= loginOnce().finally(() => {
    running = null;
  });
  return running;
}

async function loginOnce(): Promise<Result<'identity.login'>> {
  const code = await loginCode().catch(() => null);
  if (code === null) return { ok: false, code: 'LOGIN_REQUIRED', message: '微信登录没有成功，请重试' };
  const result = await createClient(anonymously)('identity.login', { code });
  if (result.ok) session.set({ token: result.data.token, member: result.data.member });
  return result;
}
