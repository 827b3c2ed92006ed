import { distanceText } from '@omni/shared/geo';
import type { Explanation } from './assignment.model';
import type { Candidate, Drop } from './candidate.rules';
import { radiusText } from './choose.rules';
import type { Judged, Rule } from './decide.rules';

const LOST_TEXTS: Record<Rule | 'store_id', string> = {
  fewest_splits: '需要拆单',
  chosen_store: '不是顾客选择的门店',
  guide_store: '不是专属导购所在门店',
  distance: '距离更远',
  load: '备货位更紧张',
  stock_balance: '余量更少',
  store_id: '各项相同，按门店编号排后',
};
const WON_TEXTS: Record<Rule | 'store_id', string> = {
  fewest_splits: '无需拆单',
  chosen_store: '顾客选择',
  guide_store: '专属导购所在门店',
  distance: '距离更近',
  load: '备货位更宽裕',
  stock_balance: '余量更多',
  store_id: '各项相同，按门店编号',
};

function inText(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.round(minutes / 6) / 10;
  return hours < 48 ? `${hours} 小时` : `${Math.round(hours / 24)} 天`;
}

type Facts = Drop['facts'];
const num = (facts: Facts, key: string): number => Number(facts[key] ?? 0);

const DROP_TEXTS: Record<Drop['reason'], (facts: Facts) => string> = {
  NOT_SOLD: ({ skuId }) => `不经营 ${skuId}`,
  NO_PICKUP: () => '不支持到店自提',
  NO_SHIPPING: () => '不支持门店发货',
  OUT_OF_REACH: (facts) => `超出 ${radiusText(num(facts, 'radiusMetres'))}服务范围`,
  OUT_OF_AREA: () => '不在门店服务区域内',
  CLOSED_STORE: () => '暂停营业',
  SHUT: (facts) => `休息中，${inText(num(facts, 'opensInMinutes'))}后营业，赶不上约定时间`,
  OUT_OF_STOCK: (facts) => `${facts.skuId} 可售不足（需 ${facts.wanted}，可售 ${facts.available}）`,
  NO_CAPACITY: (facts) => `本时段备货位已满（${facts.used}/${facts.limit}）`,
  OUTAGE: ({ because }) => `临时停止接单（${because}）`,
  REJECTED_BEFORE: () => '这单已退回过',
};

/** The reason of a drop, for people. */
export const dropText = ({ reason, facts }: Drop): string => DROP_TEXTS[reason](facts);

/** `2.1 km，备货位 3/20`. */
function factsText({ distanceMetres, limit, used }: Candidate): string {
  const parts = [
    ...(distanceMetres === null ? [] : [distanceText(distanceMetres)]),
    ...(limit === null ? [] : [`备货位 ${used}/${limit}`]),
  ];
  return parts.join('，');
}

/** One place in a decision: `南京西路店 1.4 km，备货位 3/20 落选：距离更远`. */
export function candidateText(judged: Judged, chosen: boolean): string {
  const { name } = judged.facts;
  const facts = factsText(judged.facts);
  const head = facts === '' ? name : `${name} ${facts}`;
  if (chosen) return `${head} 入选`;
  if (judged.dropped) return `${head} 落选：${dropText(judged.dropped)}`;
  return judged.lost ? `${head} 落选：${LOST_TEXTS[judged.lost]}` : `${head} 可接单`;
}

/** Why the winner won: the rule that put it before the next best. */
function becauseText({ candidates }: Explanation): string {
  const second = candidates.find(({ rank }) => rank === 2);
  if (second?.lost) return WON_TEXTS[second.lost];
  return candidates.some(({ rank }) => rank === 1) ? '唯一符合条件' : '';
}

/** One decision in one sentence. */
export function summaryText(explanation: Explanation): string {
  const { trigger, cause, winner } = explanation;
  if (trigger === 'chosen') return `商品已为顾客留在${winner?.name ?? ''}，由其履约`;
  const head = cause ? `${cause.name}：${cause.text}` : '';
  if (!winner) return `${head}，没有可接单的门店或仓库，转人工处理`;
  if (trigger === 'assigned') return `${head === '' ? '人工' : `${head}，`}指派${winner.name}履约`;
  const because = becauseText(explanation);
  const to = trigger === 'ship_from_store' ? `改由${winner.name}就近发货` : `${head}，改由${winner.name}履约`;
  return because === '' ? to : `${to}：${because}`;
}
