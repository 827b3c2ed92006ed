import { ageOf } from './card.rules';

const times = { refreshInSeconds: 20, goodForSeconds: 50 };

test.each([
  [0, false, '20 秒后自动刷新，请勿截图转发'],
  [19, false, '1 秒后自动刷新，请勿截图转发'],
  [20, false, '网络不给力，此码还可用 30 秒'],
  [49, false, '网络不给力，此码还可用 1 秒'],
  [50, true, '此码已过期，正在更新，请稍候'],
  [4000, true, '此码已过期，正在更新，请稍候'],
])('%i seconds old', (seconds, stale, text) => {
  expect(ageOf(times, seconds)).toEqual({ stale, text });
});
