import type { Opened } from '../../../miniprogram/open-link';
import type { ScanResult } from '../../../pay/request-payment';
import type { Scanned } from '../../../wecom/contact-ways/scanning';

/** Which of the platforms understands a code: by its form, as a phone tells them apart. */
export type CodeKind = 'pay' | 'contact' | 'other';

export function kindOfCode(text: string): CodeKind {
  if (text.startsWith('weixin://wxpay/')) return 'pay';
  return /\/wecom\/qr\/|^https:\/\/work\.weixin\.qq\.com\/ca\//.test(text) ? 'contact' : 'other';
}

export type Outcome = { good: boolean; words: string };

export function payWords({ result, words }: ScanResult): Outcome {
  if (result === 'refused') return { good: false, words: words ?? '不能支付' };
  return { good: true, words: result === 'paid' ? '支付成功' : '取消了支付' };
}

const CONTACT_WORDS: Record<Scanned['status'] | 'joined', string> = {
  added: '添加了',
  half: '添加了，等对方确认：',
  pending: '申请已发出，等对方通过：',
  known: '本来就是好友：',
  temp: '开始了临时会话：',
  joined: '进了群',
};

export function contactWords(
  scanned: Scanned | { status: 'joined' },
  nameOf: (userid: string) => string,
): string {
  return `${CONTACT_WORDS[scanned.status]}${'userid' in scanned ? nameOf(scanned.userid) : ''}`;
}

/** A mini-program that opens is told apart: its page and query are wanted in full. */
export function openedWords(opened: Exclude<Opened, { opened: 'mini-program' }>): Outcome {
  if (opened.opened === false) return { good: false, words: opened.why };
  if (opened.opened === 'text') return { good: true, words: `是一段文字：${opened.text}` };
  const what = opened.event === 'subscribe' ? '关注了公众号' : '进入公众号';
  return { good: true, words: `${what}，EventKey=${opened.eventKey}` };
}
