import { z } from 'zod';
import { config } from '../../config';
import { callErrcode } from '../../kernel/call-out';
import { cachedToken, withToken } from '../../kernel/tokens';
import type { CachedToken } from '../../kernel/tokens';

export const PLATFORM = 'wecom';
/** Not a token, expired. (40001 means a wrong secret here, and no new token would help.) */
const DEAD_TOKEN: readonly number[] = [40014, 42001];

const address = (path: string, query: Record<string, string>): string =>
  `${config().WECOM_API_BASE}${path}?${new URLSearchParams(query).toString()}`;

async function fetchToken() {
  const { WECOM_CORPID: corpid, WECOM_SECRET: corpsecret } = config();
  const { access_token, expires_in } = await callErrcode({
    platform: PLATFORM,
    api: 'gettoken',
    method: 'GET',
    url: address('/cgi-bin/gettoken', { corpid, corpsecret }),
    answer: z.object({ access_token: z.string().min(1), expires_in: z.int().positive() }),
  });
  return { value: access_token, expiresInSeconds: expires_in };
}

const tokens = new Map<string, CachedToken>();

function token(): CachedToken {
  const name = `${PLATFORM}:${config().WECOM_CORPID}:${config().WECOM_AGENTID}`;
  const known = tokens.get(name) ?? cachedToken({ name, fetch: fetchToken });
  tokens.set(name, known);
  return known;
}

type Ask<T> = { path: string; query?: Record<string, string>; body?: unknown; answer: z.ZodType<T> };

/** One call with the app's access token: POST when there is a body. */
export const ask = <T>({ path, query, body, answer }: Ask<T>): Promise<T> =>
  withToken(token(), DEAD_TOKEN, (access_token) =>
    callErrcode({
      platform: PLATFORM,
      api: path.replace('/cgi-bin/', ''),
      method: body === undefined ? 'GET' : 'POST',
      url: address(path, { access_token, ...query }),
      ...(body === undefined ? {} : { body }),
      answer,
    }),
  );
