import type { FaultsInput } from '../../faults/types';
import type { DeliveryFault, Faults } from '../../faults/types';

/** What each way of delivering does, in a few words. */
export const MODE_WORDS: Record<string, string> = {
  deliver: '正常送达',
  hold: '扣住不发',
  delay: '晚到',
  reorder: '被后一条超过',
  lose: '丢失',
  duplicate: '送两遍',
  tamper: '密文被改',
  stale: '十分钟前签的',
  'wrong-merchant': '别家商户的',
  'wrong-amount': '金额不符',
  'bad-signature': '签名是伪造的',
  signtest: '验签探测',
  'wrong-receiveid': '发给了别的企业',
  'v2-xml': '旧版 XML',
  'unknown-serial': '未知的证书序列号',
};
const CHANNELS = { pay: '支付通知', wecom: '企业微信回调', push: '消息推送', douyin: '抖音通知' } as const;
const REFUND_WORDS: Record<string, string> = { hold: '一直处理中', abnormal: '异常', closed: '关闭' };
/** Above this a fault is not counted down but goes on until it is taken back. */
const FOR_GOOD = 100_000;

/** One line for each fault that is on. */
export function activeFaults(faults: Faults): string[] {
  const lines: string[] = [];
  for (const [channel, name] of Object.entries(CHANNELS)) {
    const fault = faults[channel as keyof typeof CHANNELS];
    if (fault.times > 0) lines.push(`${name}：${deliveryWords(fault)}`);
  }
  if (faults.answers.times > 0) {
    lines.push(`微信支付的应答：${MODE_WORDS[faults.answers.mode]}${times(faults.answers.times)}`);
  }
  if (faults.refunds !== 'auto') lines.push(`退款：${REFUND_WORDS[faults.refunds] ?? faults.refunds}`);
  for (const request of faults.requests) {
    const where = `${request.host ?? ''}${request.path}`;
    const code = request.errcode ?? request.code ?? request.status;
    const how = [
      request.after ? '受理之后' : '',
      request.delayMs ? `慢 ${request.delayMs} 毫秒` : '',
      request.drop ? '断开连接' : code === undefined ? '' : `答 ${code}`,
    ];
    lines.push(`${where}：${how.filter(Boolean).join('，')}${times(request.times)}`);
  }
  if (faults.chaos) {
    const { seed, rate } = faults.chaos;
    lines.push(`随机：${Math.round(rate * 100)}% 的通知出错，种子 ${seed}`);
  }
  return lines;
}

/** Whether what the scenario would switch on is on. One that happens at once is never on. */
export function isOn(faults: Faults, wanted: FaultsInput): boolean {
  const checks: boolean[] = [];
  const delivery = (now: DeliveryFault, then: { mode: string } | undefined): void => {
    if (then) checks.push(now.mode === then.mode && now.times > 0);
  };
  delivery(faults.pay, wanted.notices);
  delivery(faults.wecom, wanted.callbacks);
  delivery(faults.push, wanted.push);
  if (wanted.answers) checks.push(faults.answers.mode === wanted.answers.mode && faults.answers.times > 0);
  if (wanted.refunds) checks.push(faults.refunds === wanted.refunds);
  if (wanted.chaos) checks.push(faults.chaos !== null);
  if (wanted.failNext) {
    const asked = Object.entries(wanted.failNext).filter(([name]) => name !== 'times');
    checks.push(
      faults.requests.some((request) => asked.every(([name, value]) => Reflect.get(request, name) === value)),
    );
  }
  return checks.length > 0 && checks.every(Boolean);
}

function deliveryWords({ mode, times: left, delaySeconds }: DeliveryFault): string {
  const late = mode === 'delay' ? ` ${delaySeconds ?? 60} 秒` : '';
  return `${MODE_WORDS[mode] ?? mode}${late}${times(left)}`;
}

function times(left: number): string {
  return left >= FOR_GOOD ? '' : `（还有 ${left} 次）`;
}
