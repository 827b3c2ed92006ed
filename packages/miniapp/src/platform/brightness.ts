import Taro from '@tarojs/taro';
import { isWeapp } from './env';

const BRIGHTEST = 1;

/** As bright as the screen goes, for a reader across the counter, until the answer is called. A browser cannot, and does nothing. */
export function keepBright(): () => void {
  if (!isWeapp) return () => undefined;
  let over = false;
  const before = Taro.getScreenBrightness().then(
    ({ value }) => value,
    () => null,
  );
  const set = (value: number) => Taro.setScreenBrightness({ value }).catch(() => undefined);
  void before.then((value) => {
    if (!over && value !== null) void set(BRIGHTEST);
  });
  return () => {
    if (over) return;
    over = true;
    void before.then((value) => {
      if (value !== null) void set(value);
    });
  };
}
