import type { Refusal } from '../api/types';
import type { IconName } from '../ui/icon';
import type { Tone } from '../ui/notice';
import { when } from '../ui/when';

export type CodeAnswer = { tone: Tone; icon: IconName; title: string; advice: string };

/** Each refusal has its own colour, sign and words: across a counter, people look before they read. */
export const answers: Readonly<Record<string, CodeAnswer>> = {
  PICKUP_ALREADY_HANDED_OVER: {
    tone: 'violet',
    icon: 'twice',
    title: '已经取过了',
    advice: '不要再交货。可以在“已取”里查看是什么时候取走的。',
  },
  PICKUP_WRONG_STORE: {
    tone: 'orange',
    icon: 'elsewhere',
    title: '不是本店的订单',
    advice: '请顾客看小程序订单里的门店地址；如果本店也有货，可以转到本店交货。',
  },
  PICKUP_CODE_EXPIRED: {
    tone: 'amber',
    icon: 'clock',
    title: '取货码过期了',
    advice: '请顾客在小程序里刷新取货码，再扫一次。',
  },
  PICKUP_CODE_UNKNOWN: {
    tone: 'red',
    icon: 'cross',
    title: '没有这个取货码',
    advice: '请和顾客核对 8 位数字，或直接扫码。',
  },
  PICKUP_NOT_READY: {
    tone: 'blue',
    icon: 'box',
    title: '还没有备好',
    advice: '请先接单、备货并点“备好了”，再交货。',
  },
  PICKUP_ORDER_CLOSED: {
    tone: 'slate',
    icon: 'closed',
    title: '订单已关闭',
    advice: '顾客已取消或正在退款，不要交货。',
  },
  TOO_MANY_TRIES: {
    tone: 'maroon',
    icon: 'lock',
    title: '输错太多次，先停一停',
    advice: '10 分钟后再试；着急的话请同事用自己的手机核销。',
  },
};

/** The same for a member's card. */
export const memberAnswers: Readonly<Record<string, CodeAnswer>> = {
  MEMBER_CODE_UNKNOWN: {
    tone: 'red',
    icon: 'cross',
    title: '没有这个会员码',
    advice: '请顾客在小程序里重新打开会员码，再扫一次。',
  },
  MEMBER_CODE_FOREIGN: {
    tone: 'orange',
    icon: 'elsewhere',
    title: '这是其他品牌的会员码',
    advice: '请顾客打开我们的小程序，在“我的”里点“会员码”。',
  },
  MEMBER_CODE_EXPIRED: {
    tone: 'amber',
    icon: 'clock',
    title: '会员码过期了',
    advice: '会员码每半分钟换一个，请顾客等它刷新后再扫。',
  },
  MEMBER_CODE_USED: {
    tone: 'violet',
    icon: 'twice',
    title: '这个会员码刚在别处用过',
    advice: '一个码只认一台收银机或一位同事，请等它刷新后再扫。',
  },
};

type Asked = { handing: boolean; now: number };

/** What the server tells beyond the code: the store it belongs to, or when it was taken. */
function detailOf({ code, details }: Refusal, now: number): string | null {
  const { storeName, at } = details ?? {};
  if (code === 'PICKUP_WRONG_STORE' && typeof storeName === 'string') {
    return `这单在“${storeName}”，请顾客到那家店取货。`;
  }
  if (code === 'PICKUP_ALREADY_HANDED_OVER' && typeof at === 'string') {
    return `${when(at, now)} 已经取走，不要再交货。`;
  }
  return null;
}

/** Without an answer nobody knows whether the goods count as handed over: looking once more tells. */
export function answerTo(refusal: Refusal, { handing, now }: Asked): CodeAnswer {
  const known = answers[refusal.code] ?? memberAnswers[refusal.code];
  if (known) return { ...known, advice: detailOf(refusal, now) ?? known.advice };
  return {
    tone: 'plain',
    icon: refusal.code === 'OFFLINE' ? 'offline' : 'warn',
    title: refusal.message,
    advice: handing ? '不确定是否已经核销，请把同一个码再查一次。' : '没有交货，请再试一次。',
  };
}
