import {
  firstStep,
  HOME,
  loginLost,
  loginSpins,
  MAX_ROUND_TRIPS,
  nextSession,
  safeReturn,
} from './login-flow';
import type { Session } from './login-flow';
import type { Staff } from './types';

const at = (path: string) => {
  const url = new URL(path, 'https://h5.test');
  return { pathname: url.pathname, search: url.search, hash: url.hash };
};
const staff: Staff = { userid: 'lin', name: '林一', role: 'guide', roleText: '导购', stores: [] };

describe('the first step of a page', () => {
  it('asks who this is when the window kept a token', () => {
    expect(firstStep(at('/sidebar'), { token: 't', nonce: null })).toEqual({ do: 'ask' });
  });

  it('leaves for WeCom without a token, and asks to come back to the same place', () => {
    expect(firstStep(at('/workbench?view=check#a'), { token: null, nonce: null })).toEqual({
      do: 'leave',
      returnTo: '/workbench?view=check#a',
    });
  });

  it('finishes the login with code, state and the nonce this window kept', () => {
    expect(firstStep(at('/login?code=C&state=S'), { token: null, nonce: 'N' })).toEqual({
      do: 'finish',
      code: 'C',
      state: 'S',
      nonce: 'N',
    });
  });

  it('refuses a login that another browser began', () => {
    expect(firstStep(at('/login?code=C&state=S'), { token: null, nonce: null })).toEqual({
      do: 'refuse',
      refusal: loginLost,
    });
  });

  it('goes on with the session when somebody steps back to a used login address', () => {
    expect(firstStep(at('/login?code=C&state=S'), { token: 't', nonce: null })).toEqual({ do: 'ask' });
  });

  it('says so when WeCom came back without a code', () => {
    const step = firstStep(at('/login?state=S'), { token: null, nonce: 'N' });
    expect(step).toMatchObject({ do: 'refuse', refusal: { code: 'LOGIN_DENIED' } });
  });
});

describe('the way back', () => {
  it.each(['//evil.test/x', 'https://evil.test', '/login?code=1', '/login', '/', '/a b', '/\\evil', ''])(
    'turns %p into the workbench',
    (path) => expect(safeReturn(path)).toBe(HOME),
  );
  it.each(['/sidebar', '/workbench?view=check', '/sidebar#x'])('keeps %p', (path) =>
    expect(safeReturn(path)).toBe(path),
  );
});

describe('a session', () => {
  const inside: Session = { at: 'in', staff };

  it('follows the first step', () => {
    const asking: Session = { at: 'asking' };
    expect(nextSession(asking, { is: 'stepped', step: { do: 'leave', returnTo: '/sidebar' } })).toEqual({
      at: 'leaving',
    });
    expect(nextSession(asking, { is: 'stepped', step: { do: 'refuse', refusal: loginLost } })).toEqual({
      at: 'refused',
      refusal: loginLost,
    });
  });

  it('starts over when it expires', () => {
    expect(nextSession(inside, { is: 'expired', roundTrips: 0 })).toEqual({ at: 'leaving' });
  });

  it('stops instead of spinning between WeCom and us', () => {
    expect(nextSession(inside, { is: 'expired', roundTrips: MAX_ROUND_TRIPS })).toEqual({
      at: 'refused',
      refusal: loginSpins,
    });
  });

  it('leaves once however many questions were refused at the same time', () => {
    const leaving: Session = { at: 'leaving' };
    expect(nextSession(leaving, { is: 'expired', roundTrips: 9 })).toBe(leaving);
  });

  it('is in once the person is known, and shows a named refusal otherwise', () => {
    expect(nextSession({ at: 'returning' }, { is: 'known', staff })).toEqual(inside);
    const refusal = { code: 'STAFF_UNKNOWN', message: '您还不是本系统的员工' };
    expect(nextSession({ at: 'returning' }, { is: 'failed', refusal })).toEqual({ at: 'refused', refusal });
  });
});
