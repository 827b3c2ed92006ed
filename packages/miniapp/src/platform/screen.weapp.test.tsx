import '../../testing/weapp';
import { act, render } from '@testing-library/react';
import { taro } from '../../testing/taro';
import { useBrightScreen } from './screen';

function Code({ on }: { on: boolean }) {
  useBrightScreen(on);
  return null;
}

const settled = () => act(async () => undefined);

test('the screen is bright and stays on while the code is seen, and is as before when it is not', async () => {
  const { rerender, unmount } = render(<Code on />);
  await settled();
  expect(taro.setKeepScreenOn).toHaveBeenLastCalledWith({ keepScreenOn: true });
  expect(taro.setScreenBrightness).toHaveBeenLastCalledWith({ value: 1 });
  rerender(<Code on={false} />);
  await settled();
  expect(taro.setKeepScreenOn).toHaveBeenLastCalledWith({ keepScreenOn: false });
  expect(taro.setScreenBrightness).toHaveBeenLastCalledWith({ value: 0.4 });
  rerender(<Code on />);
  await settled();
  unmount();
  await settled();
  expect(taro.setScreenBrightness).toHaveBeenLastCalledWith({ value: 0.4 });
});
