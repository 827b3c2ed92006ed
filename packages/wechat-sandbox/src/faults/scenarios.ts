import type { FaultsInput } from './types';

const QYAPI = 'qyapi.weixin.qq.com';
const PAY = 'api.mch.weixin.qq.com';
const WEIXIN = 'api.weixin.qq.com';
const MANY = 1_000_000;

/** `what` and `title` say it in two languages; `faults` is what `POST /control/faults` would be given. */
export type Scenario = { name: string; what: string; title: string; faults: FaultsInput };

/** What the internet and the platforms do to a retailer, each by one name. */
export const SCENARIOS: Scenario[] = [
  {
    name: 'duplicate',
    what: 'every notice is sent twice',
    title: '每条通知都送两遍',
    faults: everyDelivery('duplicate'),
  },
  {
    name: 'delay',
    what: 'every notice comes a minute late',
    title: '通知晚到一分钟',
    faults: everyDelivery('delay'),
  },
  {
    name: 'reorder',
    what: 'a later notice overtakes an earlier one',
    title: '后发的通知先到',
    faults: everyDelivery('reorder', 1),
  },
  { name: 'lose', what: 'notices never arrive', title: '通知在路上丢了', faults: everyDelivery('lose') },
  {
    name: 'tamper',
    what: 'a byte of the cipher text is changed, and the result signed',
    title: '密文被改了一个字节',
    faults: everyDelivery('tamper', 1),
  },
  {
    name: 'stale',
    what: 'the notice was signed ten minutes ago',
    title: '通知是十分钟前签的',
    faults: everyDelivery('stale', 1),
  },
  {
    name: 'bad-signature',
    what: "the notice is signed with a stranger's key",
    title: '通知由别人的密钥签名',
    faults: everyDelivery('bad-signature', 1),
  },
  {
    name: 'signtest',
    what: 'WeChat Pay probes with `WECHATPAY/SIGNTEST/`, in a notice and in an answer',
    title: '微信支付用 WECHATPAY/SIGNTEST/ 探测验签',
    faults: { notices: { mode: 'signtest', times: 1 }, answers: { mode: 'signtest', times: 1 } },
  },
  {
    name: 'wrong-merchant',
    what: 'well signed, but about another merchant',
    title: '签名正确，但是别家商户的',
    faults: { notices: { mode: 'wrong-merchant', times: 1 } },
  },
  {
    name: 'wrong-amount',
    what: 'well signed, but with another amount',
    title: '签名正确，但金额不是订单的',
    faults: { notices: { mode: 'wrong-amount', times: 1 } },
  },
  {
    name: 'wrong-receiveid',
    what: 'a WeCom callback meant for another company',
    title: '回调发给了别的企业',
    faults: { callbacks: { mode: 'wrong-receiveid', times: 1 } },
  },
  {
    name: 'v2-xml',
    what: 'the refund notice comes as XML of the API before v3',
    title: '退款通知是 v2 的 XML',
    faults: { notices: { mode: 'v2-xml', times: 1 } },
  },
  {
    name: 'accepted-429',
    what: 'the refund is taken on, the answer is 429',
    title: '退款已受理，却回答 429',
    faults: {
      failNext: {
        host: PAY,
        path: '/v3/refund/domestic/refunds',
        status: 429,
        code: 'FREQUENCY_LIMITED',
        after: true,
      },
    },
  },
  {
    name: 'lost-answer',
    what: 'the prepayment is taken on, the connection is cut before the answer',
    title: '预下单已受理，回答却没有送到',
    faults: { failNext: { host: PAY, path: '/v3/pay/transactions/jsapi', drop: true, after: true } },
  },
  {
    name: 'refund-processing',
    what: 'refunds stay PROCESSING for ten minutes',
    title: '退款一直处理中',
    faults: { refunds: 'hold' },
  },
  {
    name: 'refund-abnormal',
    what: 'the refund ends ABNORMAL and is settled by hand',
    title: '退款异常',
    faults: { refunds: 'abnormal' },
  },
  { name: 'refund-closed', what: 'the refund ends CLOSED', title: '退款关闭', faults: { refunds: 'closed' } },
  {
    name: 'token-death',
    what: 'all access tokens die in use',
    title: '令牌在使用中失效',
    faults: { tokenDeath: true },
  },
  {
    name: 'quota-45009',
    what: 'WeCom answers 45009 once',
    title: '接口调用超过限额 45009',
    faults: { failNext: { host: QYAPI, path: '/cgi-bin/', errcode: 45009 } },
  },
  {
    name: 'concurrency-45033',
    what: 'WeCom answers 45033 once',
    title: '接口并发超过限额 45033',
    faults: { failNext: { host: QYAPI, path: '/cgi-bin/', errcode: 45033 } },
  },
  {
    name: 'slow-pay',
    what: 'WeChat Pay takes six seconds for an answer, longer than anybody waits',
    title: '微信支付六秒才回答',
    faults: { failNext: { host: PAY, path: '/', delayMs: 6000 } },
  },
  {
    name: 'dead-pay',
    what: 'WeChat Pay does not answer for a while',
    title: '微信支付没有应答',
    faults: { failNext: { host: PAY, path: '/', drop: true, times: MANY } },
  },
  {
    name: 'dead-weixin',
    what: 'api.weixin.qq.com does not answer for a while',
    title: '小程序接口没有应答',
    faults: { failNext: { host: WEIXIN, path: '/', drop: true, times: MANY } },
  },
  {
    name: 'dead-wecom',
    what: 'qyapi.weixin.qq.com does not answer for a while',
    title: '企业微信没有应答',
    faults: { failNext: { host: QYAPI, path: '/', drop: true, times: MANY } },
  },
  {
    name: 'chaos',
    what: 'half of all notices meet one of: duplicate, delay, reorder, tamper, stale, bad-signature, drawn by seed',
    title: '按种子随机：重复、延迟、乱序、改动、过期、伪造',
    faults: { chaos: { seed: 1, rate: 0.5 } },
  },
];

function everyDelivery(mode: NonNullable<FaultsInput['notices']>['mode'], times = MANY): FaultsInput {
  const fault = { mode, times };
  return { notices: fault, callbacks: fault, push: fault };
}
