import { act, fireEvent, render, screen } from '@testing-library/react';
import { logIn } from '../../../testing/log-in';
import { aMember } from '../../../testing/samples';
import { server, taro } from '../../../testing/taro';
import CardPage from '.';

const card = (digits: string) => ({
  memberNo: '1234567890',
  qrText: `MB1.abc123.1234567890.1.${digits}`,
  digits,
  refreshInSeconds: 20,
  goodForSeconds: 50,
  usableCoupons: 2,
});
const first = card('28123456789000000001');
const second = card('28123456789000000002');
const wait = async (seconds: number) => {
  for (let passed = 0; passed < seconds; passed += 1) await act(async () => jest.advanceTimersByTime(1000));
};
const digits = () => screen.getByTestId('card-digits').textContent;
const foot = () => screen.getByTestId('card-foot').textContent;

beforeEach(async () => {
  jest.useFakeTimers();
  await logIn(aMember());
  server.answers('members.showCard', first);
  render(<CardPage />);
  await act(async () => undefined);
});
afterEach(() => jest.useRealTimers());

test('it shows bars, their digits and the picture, and for how long they are good', () => {
  expect(screen.getByRole('img', { name: '条形码' })).toBeVisible();
  expect(screen.getByRole('img', { name: '二维码' })).toBeVisible();
  expect(digits()).toBe('2812 3456 7890 0000 0001');
  expect(foot()).toBe('20 秒后自动刷新，请勿截图转发');
  expect(screen.getByTestId('card-member-no')).toHaveTextContent('会员号 1234567890');
});

test('the next one comes before this one is over', async () => {
  server.answers('members.showCard', second);
  await wait(20);
  expect(digits()).toBe('2812 3456 7890 0000 0002');
  expect(foot()).toBe('20 秒后自动刷新，请勿截图转发');
});

test('without a network it stays as long as tills take it, then says that it is over until the next one came', async () => {
  const answer = server.hangs('members.showCard');
  await wait(30);
  expect(foot()).toBe('网络不给力，此码还可用 20 秒');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await wait(20);
  expect(screen.getByRole('alert')).toHaveTextContent('此码已过期');
  expect(screen.getByRole('img', { name: '二维码' }).closest('.code')).toHaveClass('stale');
  await act(async () => answer(second));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a phone that slept in a pocket does not take an old code for a good one', async () => {
  server.hangs('members.showCard');
  await act(async () => {
    jest.setSystemTime(Date.now() + 3600_000);
    jest.advanceTimersByTime(1000);
  });
  expect(screen.getByRole('alert')).toHaveTextContent('此码已过期');
});

test('the coupons are one tap away', () => {
  const row = screen.getByTestId('card-coupons');
  expect(row).toHaveTextContent('2 张');
  fireEvent.click(row);
  expect(taro.navigateTo).toHaveBeenLastCalledWith({ url: '/member/coupons/index' });
});
