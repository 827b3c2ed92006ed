import { useEffect } from 'react';
import Taro from '@tarojs/taro';
import { isWeapp } from './env';

const FULL = 1;

/** As bright as it gets and never dark while `on`, for a code that a scanner has to read; as it was before afterwards. */
export function useBrightScreen(on: boolean): void {
  useEffect(() => {
    // A browser gives no page the screen.
    if (!isWeapp || !on) return;
    let before: number | null = null;
    let over = false;
    Taro.setKeepScreenOn({ keepScreenOn: true }).catch(() => undefined);
    Taro.getScreenBrightness({
      success: ({ value }) => {
        if (over) return;
        before = value;
        Taro.setScreenBrightness({ value: FULL }).catch(() => undefined);
      },
    });
    return () => {
      over = true;
      Taro.setKeepScreenOn({ keepScreenOn: false }).catch(() => undefined);
      if (before !== null) Taro.setScreenBrightness({ value: before }).catch(() => undefined);
    };
  }, [on]);
}
