import type { Refusal, Staff } from './types';

/** Where somebody stands on the way to a session. */
export type Session =
  | { at: 'asking' }
  | { at: 'leaving' }
  | { at: 'returning' }
  | { at: 'in'; staff: Staff }
  | { at: 'refused'; refusal: Refusal };

/** What the page has to do first, read from its address and from what the window kept. */
export type FirstStep =
  | { do: 'ask' }
  | { do: 'leave'; returnTo: string }
  | { do: 'finish'; code: string; state: string; nonce: string }
  | { do: 'refuse'; refusal: Refusal };

export type Address = { pathname: string; search: string; hash: string };
export type Kept = { token: string | null; nonce: string | null };

export const HOME = '/workbench';
export const LOGIN = '/login';
/** So many round trips without one answered question mean that the session does not hold: stop, do not spin. */
export const MAX_ROUND_TRIPS = 3;

const returnRule = /^\/[\w\-/?=&%.#]{0,500}$/;

/** A path of ours the login may lead back to; anything that could leave the site or that the server refuses is home. */
export function safeReturn(path: string): string {
  if (!returnRule.test(path) || path.startsWith('//') || path === '/') return HOME;
  return path === LOGIN || path.startsWith(`${LOGIN}?`) ? HOME : path;
}

export const loginLost: Refusal = { code: 'STAFF_LOGIN_INVALID', message: '登录已失效，请重新登录' };
export const loginSpins: Refusal = {
  code: 'LOGIN_SPINS',
  message: '多次登录仍未成功，请关闭页面后从企业微信重新打开',
};

export function firstStep(address: Address, kept: Kept): FirstStep {
  if (address.pathname !== LOGIN) {
    if (kept.token) return { do: 'ask' };
    return { do: 'leave', returnTo: safeReturn(address.pathname + address.search + address.hash) };
  }
  // Back on a used login address, by the back button say: the session that came of it goes on.
  if (kept.token && !kept.nonce) return { do: 'ask' };
  const query = new URLSearchParams(address.search);
  const code = query.get('code');
  const state = query.get('state');
  if (!code || !state) {
    return { do: 'refuse', refusal: { code: 'LOGIN_DENIED', message: '没有得到企业微信的授权，请重试' } };
  }
  // Without the nonce another browser started this login: taking it over would let somebody be logged in as somebody else.
  return kept.nonce ? { do: 'finish', code, state, nonce: kept.nonce } : { do: 'refuse', refusal: loginLost };
}

export type SessionEvent =
  | { is: 'stepped'; step: FirstStep }
  | { is: 'known'; staff: Staff }
  | { is: 'expired'; roundTrips: number }
  | { is: 'failed'; refusal: Refusal };

const atOf = { ask: 'asking', leave: 'leaving', finish: 'returning' } as const;

export function nextSession(session: Session, event: SessionEvent): Session {
  switch (event.is) {
    case 'stepped':
      return event.step.do === 'refuse'
        ? { at: 'refused', refusal: event.step.refusal }
        : { at: atOf[event.step.do] };
    case 'known':
      return { at: 'in', staff: event.staff };
    case 'failed':
      return { at: 'refused', refusal: event.refusal };
    case 'expired':
      if (session.at === 'leaving') return session;
      return event.roundTrips >= MAX_ROUND_TRIPS ? { at: 'refused', refusal: loginSpins } : { at: 'leaving' };
  }
}
