import type { ConsentPurpose } from '../identity';

const PURPOSES: Record<ConsentPurpose, string> = {
  profiling: '浏览记录用于个性化推荐',
  marketing: '接收活动与上新消息',
};

/**
 * What stood beside the switch, by its version; the words a consent was given to are part of the proof (PIPL art. 14, 17). A new
 * wording gets a new version in identity/consent.rules.ts and a row here, and old rows stay.
 */
const WORDINGS: Record<string, Record<ConsentPurpose, string>> = {
  '2026-11-01': {
    profiling: '记录你看过、加购过的商品，用于推荐和导购服务。关闭后不再记录。',
    marketing: '通过微信告诉你新品与优惠。订单通知不受影响。',
  },
};
const CHANNELS: Record<string, string> = { 'mini-program': '小程序' };

export const purposeText = (purpose: ConsentPurpose): string => PURPOSES[purpose];
export const wordingText = (version: string, purpose: ConsentPurpose): string =>
  WORDINGS[version]?.[purpose] ?? PURPOSES[purpose];
export const channelText = (channel: string): string => CHANNELS[channel] ?? channel;
