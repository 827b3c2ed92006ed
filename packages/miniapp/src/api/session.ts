import { createClient } from '@omni/shared/client';
import type { Result, Send } from '@omni/shared/client';
import { isWeapp } from '../platform/env';
import { postJson } from '../platform/request';
import { loginCode } from '../platform/wechat';
import { noteServerDate } from './clock';
import { createState, forgetEverything, useShared } from './state';
import type { Member } from './views';

type Session = { token: string; member: Member };

/** The preview asks anew who holds the phone at every start, so it keeps no session. */
const session = createState<Session | null>(null, isWeapp ? 'session' : undefined);
/** False after a call that never came back, true after the next that did. */
export const online = createState(true);

/** The certificate of the account that was given up here. Until somebody wants a new one, nobody is logged in by itself. */
const left = createState<string | null>(null, isWeapp ? 'left' : undefined);

export const useLeft = (): string | null => useShared(left);

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

/** The account is given up: nothing of it stays on this phone but the number of its certificate. */
export function leave(certificateNo: string): void {
  forgetEverything();
  session.set(null);
  left.set(certificateNo);
}

/** The next login makes a new account. */
export function comeBack(): Promise<Result<'identity.login'>> {
  left.set(null);
  return login();
}

const anonymously: Send = (name, input) => post(name, input, null);
let running: Promise<Result<'identity.login'>> | null = null;

/** Silent login. Many callers, one wx.login. */
export function login(): Promise<Result<'identity.login'>> {
  if (left.get() !== null)
    return Promise.resolve({
      ok: false,
      code: 'LOGIN_REQUIRED',
      message: '账号已注销，可在「我的」重新开始使用',
    });
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
