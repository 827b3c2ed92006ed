import type { Send } from '@omni/shared/client';

type Answer = { status: number; body: unknown };
type LoggedIn = { ok: true; data: { token: string } } | { ok: false; code: string; message: string };
type Session = {
  currentToken: () => string | null;
  login: () => Promise<LoggedIn>;
  post: (name: string, input: unknown, token: string | null) => Promise<Answer>;
};

/** Endpoints anyone may call: they never wait for the login. */
const open = /^((catalog|shop|stores|routing)\.|(privacy\.showErasure|bookings\.slots)$)/;

/** Adds the session to every call, and logs in again once when the server no longer knows it. */
export const sendAs =
  ({ currentToken, login, post }: Session): Send =>
  async (name, input) => {
    const held = currentToken();
    if (open.test(name)) return post(name, input, held);
    if (held !== null) {
      const answer = await post(name, input, held);
      if (answer.status !== 401) return answer;
    }
    // A neighbour's call may have renewed the session while this one was under way.
    const renewed = currentToken();
    if (renewed !== null && renewed !== held) return post(name, input, renewed);
    const result = await login();
    if (result.ok) return post(name, input, result.data.token);
    if (result.code === 'OFFLINE') throw new Error(result.message);
    return { status: 401, body: { error: { code: result.code, message: result.message } } };
  };
