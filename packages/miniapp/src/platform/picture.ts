import Taro from '@tarojs/taro';
import { mediaUrl } from './env';

/** WeChat's own viewer, with all pictures to leaf through. */
export const showPictures = (urls: readonly string[], at: number): void => {
  const whole = urls.map(mediaUrl);
  Taro.previewImage({ urls: whole, current: whole[at] ?? '' }).catch(() => undefined);
};
