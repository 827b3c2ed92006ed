import '../../testing/weapp';
import { keepBright } from './brightness';
import { taro } from '../../testing/taro';

const screenOf = (value: number) => {
  const phone = { value };
  Object.assign(taro, {
    getScreenBrightness: () => Promise.resolve({ value: phone.value }),
    setScreenBrightness: (wish: { value: number }) => {
      phone.value = wish.value;
      return Promise.resolve({ errMsg: 'ok' });
    },
  });
  return phone;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('the screen is at its brightest until it is let go, then as it was', async () => {
  const phone = screenOf(0.4);
  const letGo = keepBright();
  await settled();
  expect(phone.value).toBe(1);
  letGo();
  letGo();
  await settled();
  expect(phone.value).toBe(0.4);
});

test('who leaves before the phone answered finds it as it was', async () => {
  const phone = screenOf(0.3);
  keepBright()();
  await settled();
  expect(phone.value).toBe(0.3);
});

test('a phone that does not tell is left alone', async () => {
  const phone = screenOf(0.2);
  Object.assign(taro, { getScreenBrightness: () => Promise.reject({ errMsg: 'fail' }) });
  keepBright()();
  await settled();
  expect(phone.value).toBe(0.2);
});
