import type { JournalEntry } from '../../../control/types';
import type { NoticeLine } from '../../types';

export type Filter = { q: string; platform: string; direction: string; failed: boolean };
export const PLATFORMS = { weixin: '小程序', pay: '微信支付', wecom: '企业微信' } as const;
export type Platform = keyof typeof PLATFORMS;

/** The journal names hosts, and in words what has none. */
export function platformOf({ host }: Pick<JournalEntry, 'host'>): Platform {
  if (/mch|pay/i.test(host)) return 'pay';
  return /qyapi|work|wecom/i.test(host) ? 'wecom' : 'weixin';
}

/** HTTP says so, or the errcode inside of a 200 does; for a callback the errcode is the name of its event. */
export function hasFailed({ status, direction, errcode, host }: JournalEntry): boolean {
  if (errcode !== undefined && errcode !== '0' && direction === 'in') return true;
  const local = !host.includes('.') && direction === 'in';
  return !local && (status < 200 || status >= 400);
}

export function filterOf(query: Record<string, string>): Filter {
  const { q = '', platform = '', direction = '', failed = '' } = query;
  return { q, platform, direction, failed: failed === '1' };
}

export function fits(entry: JournalEntry, { platform, direction, failed }: Filter): boolean {
  if (platform !== '' && platformOf(entry) !== platform) return false;
  if (direction !== '' && entry.direction !== direction) return false;
  return !failed || hasFailed(entry);
}

/** Tokens and secrets are long and say nothing in a list. */
export function shortPath(path: string): string {
  return path.replace(/((?:access_token|secret|corpsecret|code|js_code)=[^&]{6})[^&]{6,}/g, '$1…');
}

/** The notice of which this callback is one attempt. */
export function noticeOf(entry: JournalEntry, notices: NoticeLine[]): NoticeLine | undefined {
  if (entry.direction !== 'out') return undefined;
  return notices.find(
    ({ event, attempts }) => event === entry.errcode && attempts.some(({ at }) => at === entry.at),
  );
}

/** What the lines of a string to sign are, when their number and place tell. */
export function lineNames({ host, method }: Pick<JournalEntry, 'host' | 'method'>, lines: number): string[] {
  if (!/mch|pay/i.test(host)) return [];
  if (method === 'JSAPI') return lines === 4 ? ['appid', '时间戳', '随机串', 'package'] : [];
  return lines === 5 ? ['请求方法', 'URL', '时间戳', '随机串', '请求体'] : [];
}
