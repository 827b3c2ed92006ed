import type { Send } from '@omni/shared/client';

const PATIENCE_MS = 15_000;

/** POST /api/<name> on the same origin. A request without an answer after 15 s counts as offline. */
export const sendOver =
  (token: () => string | null): Send =>
  async (name, input) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const bearer = token();
      const response = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
        },
        body: JSON.stringify(input),
        signal: stop.signal,
      });
      const body: unknown = await response.json().catch(() => null);
      return { status: response.status, body };
    } finally {
      clearTimeout(timer);
    }
  };
