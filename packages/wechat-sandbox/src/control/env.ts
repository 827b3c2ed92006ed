import { DOUYIN } from '../channels/state';
import type { Ctx } from '../ctx';

/** Flat, and named as a server would name its own configuration. */
export function serverEnv(ctx: Ctx): Record<string, string> {
  const { url, world, keys } = ctx;
  return {
    WECHAT_API_BASE: `${url}/api.weixin.qq.com`,
    WECHAT_PAY_BASE: `${url}/api.mch.weixin.qq.com`,
    WECOM_API_BASE: `${url}/qyapi.weixin.qq.com`,
    WECOM_OAUTH_BASE: `${url}/open.weixin.qq.com`,
    MINI_PROGRAM_APPID: world.miniProgram.appid,
    MINI_PROGRAM_SECRET: world.miniProgram.secret,
    WECHAT_PAY_MCHID: world.merchant.mchid,
    WECHAT_PAY_SERIAL: keys.merchant.serial,
    WECHAT_PAY_PRIVATE_KEY: keys.merchant.privateKey,
    WECHAT_PAY_CERTIFICATE: keys.merchant.certificate,
    WECHAT_PAY_API_V3_KEY: world.merchant.apiV3Key,
    WECHAT_PAY_API_V2_KEY: world.merchant.apiV2Key,
    WECHAT_PAY_PUBLIC_KEY: keys.wechatPay.publicKey,
    WECHAT_PAY_PUBLIC_KEY_ID: keys.publicKeyId,
    WECHAT_PAY_PLATFORM_CERTIFICATES: keys.certificates.map(({ certificate }) => certificate).join(''),
    WECOM_CORPID: world.corp.corpid,
    WECOM_AGENTID: world.corp.agentid,
    WECOM_SECRET: world.corp.secret,
    WECOM_CALLBACK_TOKEN: world.corp.callbackToken,
    WECOM_CALLBACK_AES_KEY: world.corp.callbackAesKey,
    SUBSCRIBE_TEMPLATE_PICKUP_READY: world.miniProgram.templates[0]?.id ?? '',
    SUBSCRIBE_TEMPLATE_FITTING_READY: world.miniProgram.templates[1]?.id ?? '',
    SUBSCRIBE_TEMPLATE_FITTING_REMINDER: world.miniProgram.templates[2]?.id ?? '',
    WECHAT_OAUTH_BASE: `${url}/open.weixin.qq.com`,
    WECHAT_MP_BASE: `${url}/mp.weixin.qq.com`,
    MINI_PROGRAM_ORIGINAL_ID: world.miniProgram.originalId,
    MINI_PROGRAM_PUSH_TOKEN: world.miniProgram.push.token,
    MINI_PROGRAM_PUSH_AES_KEY: world.miniProgram.push.encodingAesKey,
    OFFICIAL_ACCOUNT_APPID: world.officialAccount.appid,
    OFFICIAL_ACCOUNT_SECRET: world.officialAccount.secret,
    OFFICIAL_ACCOUNT_ORIGINAL_ID: world.officialAccount.originalId,
    OFFICIAL_ACCOUNT_TOKEN: world.officialAccount.push.token,
    OFFICIAL_ACCOUNT_AES_KEY: world.officialAccount.push.encodingAesKey,
    DOUYIN_API_BASE: `${url}/open.douyin.com`,
    DOUYIN_CLIENT_KEY: DOUYIN.clientKey,
    DOUYIN_CLIENT_SECRET: DOUYIN.clientSecret,
    DOUYIN_ACCOUNT_ID: DOUYIN.accountId,
    OFFICIAL_ACCOUNT_TEMPLATE: world.officialAccount.templates[0]?.id ?? '',
  };
}
