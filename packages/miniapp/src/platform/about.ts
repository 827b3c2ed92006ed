import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** The policy as it was filed with WeChat; whoever cannot show it shows `instead`. */
export function openPolicy(instead: () => void): void {
  if (!isWeapp) return instead();
  Taro.openPrivacyContract({ fail: instead });
}

export const showPicture = (url: string): void => {
  Taro.previewImage({ urls: [url] }).catch(() => undefined);
};
