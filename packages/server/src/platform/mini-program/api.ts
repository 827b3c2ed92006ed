import type { z } from 'zod';
import { config } from '../../config';
import { callErrcode } from '../../kernel/call-out';
import { stableTokenOf } from '../../kernel/stable-token';

export const PLATFORM = 'mini-program';

export const address = (path: string, query: Record<string, string>): string =>
  `${config().WECHAT_API_BASE}${path}?${new URLSearchParams(query).toString()}`;

export const withAccessToken = stableTokenOf(() => ({
  platform: PLATFORM,
  base: config().WECHAT_API_BASE,
  appid: config().MINI_PROGRAM_APPID,
  secret: config().MINI_PROGRAM_SECRET,
}));

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
