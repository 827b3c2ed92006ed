import { z } from 'zod';
import { config } from '../../config';
import { callErrcode } from '../../kernel/call-out';
import { PLATFORM, address, post } from './api';

/** Who logged in. The session_key is dropped on arrival: nothing here decrypts what a client sends. */
export type WxSession = { openid: string; unionid: string | null };
export type WxPhone = { countryCode: string; purePhoneNumber: string };

/** The code of wx.login, good once for five minutes. Refuses: CODE_INVALID, CODE_USED, PERSON_BLOCKED. */
export async function code2Session(code: string): Promise<WxSession> {
  const { openid, unionid } = await callErrcode({
    platform: PLATFORM,
    api: 'jscode2session',
    method: 'GET',
    url: address('/sns/jscode2session', {
      appid: config().MINI_PROGRAM_APPID,
      secret: config().MINI_PROGRAM_SECRET,
      js_code: code,
      grant_type: 'authorization_code',
    }),
    answer: z.object({ openid: z.string().min(1).max(128), unionid: z.string().min(1).max(128).optional() }),
  });
  return { openid, unionid: unionid ?? null };
}

/** The code of the getPhoneNumber button. `openid` makes WeChat check that it is this person's. Refuses: CODE_INVALID, CODE_USED. */
export async function phoneNumber(asked: { code: string; openid: string }): Promise<WxPhone> {
  const { phone_info } = await post({
    api: 'getuserphonenumber',
    path: '/wxa/business/getuserphonenumber',
    body: asked,
    answer: z.object({
      phone_info: z.object({
        purePhoneNumber: z.string().regex(/^\d{4,15}$/),
        countryCode: z.string().regex(/^\d{1,4}$/),
      }),
    }),
  });
  return phone_info;
}
