import { z } from 'zod';
import { config } from '../../config';
import { callErrcode } from '../../kernel/call-out';
import { cachedToken, withToken } from '../../kernel/tokens';
import type { CachedToken } from '../../kernel/tokens';

export const PLATFORM = 'mini-program';
/** Invalid or not latest, not a token, expired. */
const DEAD_TOKEN: readonly number[] = [40001, 40014, 42001];

export const address = (path: string, query: Record<string, string>): string =>
  `${config().WECHAT_API_BASE}${path}?${new URLSearchParams(query).toString()}`;

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });

/** Normal mode of stable_token: the same token until WeChat renews it, so that several processes do not kill each other's. */
async function fetchToken() {
  const { MINI_PROGRAM_APPID: appid, MINI_PROGRAM_SECRET: secret, WECHAT_API_BASE: base } = config();
  const { access_token, expires_in } = await callErrcode({
    platform: PLATFORM,
    api: 'stable_token',
    method: 'POST',
    url: `${base}/cgi-bin/stable_token`,
    body: { grant_type: 'client_credential', appid, secret },
    answer: TokenAnswer,
  });
  return { value: access_token, expiresInSeconds: expires_in };
}

const tokens = new Map<string, CachedToken>();

function token(): CachedToken {
  const name = `${PLATFORM}:${config().MINI_PROGRAM_APPID}`;
  const known = tokens.get(name) ?? cachedToken({ name, fetch: fetchToken });
  tokens.set(name, known);
  return known;
}

export const withAccessToken = <T>(call: (accessToken: string) => Promise<T>): Promise<T> =>
  withToken(token(), DEAD_TOKEN, call);

/** One POST with an access token. */
export const post = <T>(call: {
  api: string;
  path: string;
  body: unknown;
  answer: z.ZodType<T>;
}): Promise<T> =>
  withAccessToken((access_token) =>
    callErrcode({
      platform: PLATFORM,
      api: call.api,
      method: 'POST',
      url: address(call.path, { access_token }),
      body: call.body,
      answer: call.answer,
    }),
  );
