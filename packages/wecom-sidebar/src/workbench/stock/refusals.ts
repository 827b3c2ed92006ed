import type { Refusal } from '../../api/types';

const sentences: Readonly<Record<string, string>> = {
  REQUEST_REUSED: '上一次提交其实已经记上了，请先看下面的流水，再决定要不要继续调整',
  COUNT_STALE: '清点期间有商品进出，请重新数一遍再提交',
  COUNT_CLOSED: '这个盘点任务已经有人完成了',
  FORBIDDEN: '您的岗位不能做这一步，请找店员、店长或总部',
  NOT_FOUND: '这家店不归您管，或商品、任务已经不在了，请刷新后再看',
  INVALID_INPUT: '填写的内容不符合要求，请检查数量后再提交',
  BUSY: '这款商品正被频繁下单，请稍后再点一次，不会重复',
  INTERNAL: '系统开小差了，请稍后再点一次，不会重复',
  TOO_MANY_REQUESTS: '操作太频繁，请稍后再试',
  OFFLINE: '网络不给力，不确定是否已经记上。恢复后请再点一次，不会重复',
};

type Shortage = { onHand: number; held: number; free: number; unsellable: number };
const isShortage = (details: Refusal['details']): details is Shortage =>
  ['onHand', 'held', 'free', 'unsellable'].every((name) => typeof details?.[name] === 'number');

/** Why pieces cannot be taken, with the numbers of now, and what to do first. */
function shortageText({ onHand, held, free, unsellable }: Shortage, fromSetAside: boolean): string {
  if (fromSetAside) return `不可售的只有 ${unsellable} 件，请改小数量`;
  const parts = [
    ...(held > 0 ? [`${held} 件被订单占用`] : []),
    ...(unsellable > 0 ? [`${unsellable} 件不可售`] : []),
  ];
  const why = parts.length === 0 ? '' : `（其中 ${parts.join('、')}）`;
  const first = held > 0 ? '要动用占用的，请先拒单或盘点' : '数不对请先盘点';
  return `现货 ${onHand} 件${why}，最多只能减 ${free} 件；${first}`;
}

/** A sentence for every refusal; `fromSetAside`: the pieces were to come from those not for sale. */
export function sentenceFor({ code, message, details }: Refusal, fromSetAside = false): string {
  if (code === 'STOCK_TOO_FEW' && isShortage(details)) return shortageText(details, fromSetAside);
  return sentences[code] ?? message;
}
