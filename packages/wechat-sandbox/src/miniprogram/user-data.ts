import type { Ctx } from '../ctx';
import { encryptUserData, userDataSignature } from '../crypto/mini-program';
import { unionidFor } from '../weixin/apps';
import type { Shopper } from '../world';
import { visit } from './login';

export type Sealed = { encryptedData: string; iv: string };
export type UserData = Sealed & { rawData: string; signature: string };

/** Sealed with the person's session key. Undefined when the person never logged in. */
export function sealFor(ctx: Ctx, shopper: Shopper, value: unknown): Sealed | undefined {
  const session = ctx.state.mini.sessions[shopper.openid];
  if (!session) return undefined;
  visit(ctx, shopper.id);
  const iv = ctx.random.bytes(16).toString('base64');
  return { encryptedData: encryptUserData(JSON.stringify(value), session.sessionKey, iv), iv };
}

/** wx.getUserInfo with credentials: since 2022 everybody is 微信用户 without a picture, but signed and sealed as ever. */
export function userData(ctx: Ctx, shopper: Shopper): UserData | undefined {
  const info = {
    nickName: '微信用户',
    gender: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    avatarUrl: '',
  };
  const sealed = sealFor(ctx, shopper, {
    openId: shopper.openid,
    ...info,
    ...(unionidFor(ctx, 'mini', shopper).unionid ? { unionId: shopper.unionid } : {}),
    watermark: { timestamp: ctx.clock.seconds(), appid: ctx.world.miniProgram.appid },
  });
  const session = ctx.state.mini.sessions[shopper.openid];
  if (!sealed || !session) return undefined;
  const rawData = JSON.stringify(info);
  return { ...sealed, rawData, signature: userDataSignature(rawData, session.sessionKey) };
}
