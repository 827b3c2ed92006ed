import { act, render, screen } from '@testing-library/react';
import { logIn } from '../../../testing/log-in';
import { aMember } from '../../../testing/samples';
import { server } from '../../../testing/taro';
import { CouponCode } from './CouponCode';

const picture = () => screen.getByRole('img', { name: '二维码' }).getAttribute('src');
const code = (qrText: string) => ({ qrText, refreshInSeconds: 30 });
const asked = () => server.heard('coupons.showCode').length;
const wait = async (seconds: number) => {
  for (let passed = 0; passed < seconds; passed += 1) await act(async () => jest.advanceTimersByTime(1000));
};

beforeEach(async () => {
  jest.useFakeTimers();
  await logIn(aMember());
  server.answers('coupons.showCode', code('first'));
  render(<CouponCode couponId="c1" />);
  await act(async () => undefined);
});
afterEach(() => jest.useRealTimers());

test('it counts the seconds it is good for, and asks for no other before they are over', async () => {
  expect(screen.getByText('30 秒后自动刷新，请勿截图转发')).toBeVisible();
  await wait(29);
  expect(screen.getByText('1 秒后自动刷新，请勿截图转发')).toBeVisible();
  expect(asked()).toBe(1);
});

test('when they are over the next one stands there, for its own seconds', async () => {
  const first = picture();
  server.answers('coupons.showCode', code('second'));
  await wait(30);
  expect(picture()).not.toBe(first);
  expect(screen.getByText('30 秒后自动刷新，请勿截图转发')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('one that is over says so until the next one came, however slow the network is', async () => {
  const first = picture();
  const answer = server.hangs('coupons.showCode');
  await wait(34);
  expect(screen.getByRole('alert')).toHaveTextContent('此码已过期，正在更新，请稍候');
  expect(screen.getByRole('img').closest('.code')).toHaveClass('stale');
  expect(asked()).toBe(3);
  await act(async () => answer(code('second')));
  expect(picture()).not.toBe(first);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('an answer that was overtaken by a later one changes nothing any more', async () => {
  const late = server.hangs('coupons.showCode');
  await wait(30);
  server.answers('coupons.showCode', code('third'));
  await wait(3);
  const third = picture();
  await act(async () => late(code('second')));
  expect(picture()).toBe(third);
});
