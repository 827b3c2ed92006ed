import type { Refusal } from '../api/types';
import type { CodeAnswer } from './code-answers';

/** What helps next: another amount, another look at the shopper's code, or the same once more. */
export type Next = 'amount' | 'scan' | 'same' | null;
export type CouponAnswer = CodeAnswer & { next: Next };

const notGiven = '没有核销，不要减价。';

/** Each refusal has its own colour, sign and words: across a counter, people look before they read. */
export const answers: Readonly<Record<string, CouponAnswer>> = {
  COUPON_CODE_EXPIRED: {
    tone: 'amber',
    icon: 'clock',
    title: '券码过期了',
    advice: '券码半分钟换一次，截图用不了。请顾客打开“门店出示”，再扫一次。',
    next: 'scan',
  },
  COUPON_CODE_UNKNOWN: {
    tone: 'red',
    icon: 'cross',
    title: '没有这个券码',
    advice: '请顾客在小程序“优惠券”里点“门店出示”，直接扫屏幕上的码。',
    next: 'scan',
  },
  TOO_MANY_TRIES: {
    tone: 'maroon',
    icon: 'lock',
    title: '输错太多次，先停一停',
    advice: '10 分钟后再试；着急的话请同事用自己的手机核销。',
    next: null,
  },
  NOT_FOUND: {
    tone: 'slate',
    icon: 'pickup',
    title: '您不在这家门店',
    advice: '请换成您所在的门店再扫；没有的话请店长为您开通。',
    next: null,
  },
};

/** Why a genuine coupon cannot be used, by the server's reason. */
const reasons: Readonly<Record<string, Omit<CouponAnswer, 'next'>>> = {
  已使用: {
    tone: 'violet',
    icon: 'twice',
    title: '这张券用过了',
    advice: '一张券只能用一次，不要再减。顾客可以看看还有没有别的券。',
  },
  已被其他订单占用: {
    tone: 'blue',
    icon: 'bag',
    title: '券被一笔订单占用着',
    advice: '顾客有一笔没付款的订单用了它。请顾客取消那笔订单，再扫一次。',
  },
  已过期: { tone: 'amber', icon: 'clock', title: '券已过期', advice: '过了有效期，请顾客换一张券。' },
  已被收回: {
    tone: 'slate',
    icon: 'closed',
    title: '券已被收回',
    advice: '总部收回了这张券，请顾客换一张，有疑问可联系客服。',
  },
  这张券不适用于本店: {
    tone: 'orange',
    icon: 'elsewhere',
    title: '本店不能用这张券',
    advice: '它只能在指定门店使用，请顾客看券面上的门店，或换一张券。',
  },
  这张券不能在门店使用: {
    tone: 'orange',
    icon: 'cart',
    title: '这张券只能线上用',
    advice: '请顾客在小程序下单时使用，或换一张券。',
  },
  未到使用时间: {
    tone: 'blue',
    icon: 'clock',
    title: '还没到使用时间',
    advice: '请顾客看券面上的开始日期，到时候再来用，或换一张券。',
  },
  活动预算已用完: {
    tone: 'maroon',
    icon: 'closed',
    title: '活动名额用完了',
    advice: '这个活动的预算已经用完，请顾客换一张券。',
  },
};

/** The till is asked for, or shows too little. */
function aboutAmount(reason: string): CouponAnswer | null {
  if (reason.includes('消费金额')) {
    const advice = '这张券有门槛或按折扣算，请填收银机上的金额，再查一次。';
    return { tone: 'blue', icon: 'note', title: '请先填消费金额', advice, next: 'amount' };
  }
  if (!reason.startsWith('还差')) return null;
  const advice = '没到这张券的门槛。金额填错了可以改；或请顾客再选些商品、换一张券。';
  return { tone: 'orange', icon: 'cart', title: reason, advice, next: 'amount' };
}

function unusable(reason: string): CouponAnswer {
  const known = reasons[reason];
  if (known) return { ...known, next: null };
  const words = { title: reason, advice: `${notGiven}请顾客换一张券。` };
  return aboutAmount(reason) ?? { tone: 'slate', icon: 'closed', ...words, next: null };
}

/** Sent once more with the same number, it is the same use: nobody has to guess whether the first one went through. */
export function answerTo({ code, message, details }: Refusal, using: boolean): CouponAnswer {
  const known = answers[code];
  if (known) return known;
  const reason = details?.['reason'];
  if (code === 'COUPON_UNUSABLE') return unusable(typeof reason === 'string' ? reason : message);
  return {
    tone: 'plain',
    icon: code === 'OFFLINE' ? 'offline' : 'warn',
    title: message,
    advice: using ? '不确定是否已经核销。请再确认一次，不会重复核销。' : `${notGiven}请再试一次。`,
    next: 'same',
  };
}
