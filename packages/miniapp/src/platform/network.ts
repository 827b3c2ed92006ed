import Taro from '@tarojs/taro';
import { isWeapp } from './env';

export function onNetworkChange(tell: (online: boolean) => void): void {
  if (isWeapp) {
    Taro.onNetworkStatusChange(({ isConnected }) => tell(isConnected));
    return;
  }
  window.addEventListener('online', () => tell(true));
  window.addEventListener('offline', () => tell(false));
}
