import { useEffect } from 'react';
import Taro from '@tarojs/taro';
import { keepBright } from './brightness';
import { isWeapp } from './env';

/** As bright as it gets and never dark while `on`, for a code that a scanner has to read; as it was before afterwards. */
export function useBrightScreen(on: boolean): void {
  useEffect(() => {
    // A browser gives no page the screen.
    if (!isWeapp || !on) return;
    const keepOn = (keepScreenOn: boolean) => Taro.setKeepScreenOn({ keepScreenOn }).catch(() => undefined);
    void keepOn(true);
    const letGo = keepBright();
    return () => {
      void keepOn(false);
      letGo();
    };
  }, [on]);
}
