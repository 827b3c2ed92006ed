import { SCENARIOS } from '../../faults/scenarios';
import { noFaults } from '../../faults/types';
import { activeFaults, isOn, MODE_WORDS } from './fault-words';
import { DELIVERY_MODES } from '../../delivery/types';
import { ANSWER_MODES } from '../../faults/types';

it('has nothing to say when nothing is on', () => {
  expect(activeFaults(noFaults())).toEqual([]);
  expect(SCENARIOS.filter((scenario) => isOn(noFaults(), scenario.faults))).toEqual([]);
});

it('has words for every mode of delivery and of answers', () => {
  const known = [...DELIVERY_MODES, ...ANSWER_MODES.filter((mode) => mode !== 'signed')];
  expect(known.filter((mode) => !(mode in MODE_WORDS))).toEqual([]);
});

it('names each fault, and how often it will still hit', () => {
  expect(
    activeFaults({
      ...noFaults(),
      pay: { mode: 'hold', times: Number.MAX_SAFE_INTEGER },
      wecom: { mode: 'delay', times: 2, delaySeconds: 30 },
      answers: { mode: 'signtest', times: 1 },
      refunds: 'abnormal',
      requests: [
        { path: '/v3/', host: 'api.mch.weixin.qq.com', after: true, code: 'FREQUENCY_LIMITED', times: 1 },
        { path: '/', drop: true, times: 1_000_000 },
      ],
      chaos: { seed: 7, rate: 0.5, modes: ['tamper'], draws: 0 },
    }),
  ).toEqual([
    '支付通知：扣住不发',
    '企业微信回调：晚到 30 秒（还有 2 次）',
    '微信支付的应答：验签探测（还有 1 次）',
    '退款：异常',
    'api.mch.weixin.qq.com/v3/：受理之后，答 FREQUENCY_LIMITED（还有 1 次）',
    '/：断开连接',
    '随机：50% 的通知出错，种子 7',
  ]);
});

it('knows a scenario that is on, and that it is used up', () => {
  const fault = { mode: 'tamper' as const, times: 1 };
  const faults = { ...noFaults(), pay: { ...fault }, wecom: { ...fault }, push: { ...fault } };
  const on = (): string[] =>
    SCENARIOS.filter((scenario) => isOn(faults, scenario.faults)).map(({ name }) => name);
  expect(on()).toEqual(['tamper']);
  faults.pay.times = 0;
  expect(on()).toEqual([]);
});
