import { z } from 'zod';
import { callErrcode } from './call-out';
import { cachedToken, withToken } from './tokens';
import type { CachedToken, FreshToken } from './tokens';

/** One appid of api.weixin.qq.com; `platform` names it in logs and metrics. */
export type WeixinApp = { platform: string; base: string; appid: string; secret: string };

/** Invalid or not latest, not a token, expired. */
const DEAD_TOKEN: readonly number[] = [40001, 40014, 42001];

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });

/** Normal mode of stable_token: the same token until WeChat renews it, so that several processes do not kill each other's. */
async function fetchStableToken({ platform, base, appid, secret }: WeixinApp): Promise<FreshToken> {
  const { access_token, expires_in } = await callErrcode({
    platform,
    api: 'stable_token',
    method: 'POST',
    url: `${base}/cgi-bin/stable_token`,
    body: { grant_type: 'client_credential', appid, secret },
    answer: TokenAnswer,
  });
  return { value: access_token, expiresInSeconds: expires_in };
}

/** Runs calls with the app's access token, which is shared by all processes; a dead one is replaced once, unnoticed by the caller. */
export function stableTokenOf(
  app: () => WeixinApp,
): <T>(call: (accessToken: string) => Promise<T>) => Promise<T> {
  const tokens = new Map<string, CachedToken>();
  const token = (): CachedToken => {
    const name = `${app().platform}:${app().appid}`;
    const known = tokens.get(name) ?? cachedToken({ name, fetch: () => fetchStableToken(app()) });
    tokens.set(name, known);
    return known;
  };
  return (call) => withToken(token(), DEAD_TOKEN, call);
}
