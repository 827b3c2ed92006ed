import { createClient } from '@omni/shared/client';
import type { Call } from '@omni/shared/client';
import { firstStep, LOGIN, nextSession, safeReturn } from './login-flow';
import type { FirstStep, Session, SessionEvent } from './login-flow';
import { sessionShelf } from './keep';
import { sendOver } from './send';

const TOKEN = 'omni.staff.token';
const NONCE = 'omni.staff.nonce';
const TRIPS = 'omni.staff.trips';
const RETURN = 'omni.staff.returnTo';

let session: Session = { at: 'asking' };
const listeners = new Set<() => void>();

export const sessionNow = (): Session => session;
export const onSession = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function tell(event: SessionEvent): void {
  session = nextSession(session, event);
  listeners.forEach((listener) => listener());
}

const bare = createClient(sendOver(() => sessionShelf.read(TOKEN)));

/** Every question of the pages. An answer proves that the session holds; LOGIN_REQUIRED starts the login over. */
export const call: Call = async (name, input) => {
  const result = await bare(name, input);
  if (result.ok) sessionShelf.write(TRIPS, null);
  else if (result.code === 'LOGIN_REQUIRED') expire();
  return result;
};

const roundTrips = () => Number(sessionShelf.read(TRIPS) ?? 0);

function expire(): void {
  sessionShelf.write(TOKEN, null);
  if (session.at === 'leaving' || session.at === 'refused') return;
  tell({ is: 'expired', roundTrips: roundTrips() });
  if (sessionNow().at === 'leaving') void leave(here());
}

function here(): string {
  const { pathname, search, hash } = window.location;
  return safeReturn(pathname + search + hash);
}

async function leave(returnTo: string): Promise<void> {
  sessionShelf.write(RETURN, returnTo);
  const result = await bare('staff.startLogin', { returnTo });
  if (!result.ok) return tell({ is: 'failed', refusal: result });
  sessionShelf.write(NONCE, result.data.nonce);
  sessionShelf.write(TRIPS, String(roundTrips() + 1));
  window.location.replace(result.data.authorizeUrl);
}

async function finish(step: Extract<FirstStep, { do: 'finish' }>): Promise<void> {
  sessionShelf.write(NONCE, null);
  const result = await bare('staff.login', { code: step.code, state: step.state, nonce: step.nonce });
  if (!result.ok) return tell({ is: 'failed', refusal: result });
  sessionShelf.write(TOKEN, result.data.token);
  window.history.replaceState(null, '', safeReturn(result.data.returnTo));
  tell({ is: 'known', staff: result.data.staff });
}

async function ask(): Promise<void> {
  const result = await call('staff.me', {});
  if (result.ok) return tell({ is: 'known', staff: result.data });
  if (result.code !== 'LOGIN_REQUIRED') tell({ is: 'failed', refusal: result });
}

/** Leaves the login address for where the person wanted to go. */
function returnHome(): void {
  window.history.replaceState(null, '', safeReturn(sessionShelf.read(RETURN) ?? ''));
}

/** Runs the first step once; the code in the address is good for one use only. */
export function openSession(): void {
  const { pathname } = window.location;
  const kept = { token: sessionShelf.read(TOKEN), nonce: sessionShelf.read(NONCE) };
  const step = firstStep(window.location, kept);
  tell({ is: 'stepped', step });
  if (step.do === 'ask') {
    if (pathname === LOGIN) returnHome();
    void ask();
  }
  if (step.do === 'leave') void leave(step.returnTo);
  if (step.do === 'finish') void finish(step);
}

/** The button of the refusal page: begins again, back to where the person wanted to go. */
export function retrySession(): void {
  sessionShelf.write(TRIPS, null);
  if (window.location.pathname === LOGIN) returnHome();
  openSession();
}
