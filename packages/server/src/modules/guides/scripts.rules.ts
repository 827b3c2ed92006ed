import { yuan } from '@omni/shared/yuan';
import { untilText, whenText } from './when.rules';

/** A product with what this store could sell of it now. */
export type ProductFact = {
  productId: string;
  title: string;
  priceFen: number;
  /** SKUs on sale with at least one piece in this store; `size` is the SKU's last option value (`M`). */
  inStore: { skuId: string; size: string; available: number }[];
};
export type ScriptFacts = {
  now: Date;
  storeName: string;
  customerName: string;
  readyOrder: { orderId: string; readyAt: Date; linesText: string } | null;
  viewed: { product: ProductFact; views: number; lastAt: Date }[];
  coupons: { couponId: string; title: string; ruleText: string; validUntil: Date }[];
  bought: { title: string; at: Date; size: string | null } | null;
  /** Goods of this store worth showing to anybody, best first. */
  arrivals: ProductFact[];
  /** Scripts this guide sent to this customer in the last three days. */
  sentScriptIds: ReadonlySet<string>;
};
export type Script = { scriptId: string; goal: string; text: string; reason: string };

const COUPON_SOON_MS = 7 * 24 * 3600_000;

const sizesText = (product: ProductFact): string => {
  const sizes = [...new Set(product.inStore.map((sku) => sku.size))];
  return sizes.slice(0, 3).join('/');
};
const pieces = (product: ProductFact): number => product.inStore.reduce((sum, sku) => sum + sku.available, 0);

/** The size this customer buys when the store has it, else what the store has. */
function sizeFact(product: ProductFact, size: string | null): string {
  if (size !== null && product.inStore.some((sku) => sku.size === size)) return size;
  return sizesText(product);
}

function readyOrderScript(facts: ScriptFacts): Script[] {
  const order = facts.readyOrder;
  if (!order) return [];
  return [
    {
      scriptId: `ready-${order.orderId}`,
      goal: '提醒取货',
      text: `${facts.customerName}您好，您订的${order.linesText}已经在${facts.storeName}备好了，出示小程序里的取货码就能取，需要我帮您留到几点呢？`,
      reason: `${whenText(order.readyAt, facts.now)}备好 · 还没来取`,
    },
  ];
}

function viewedScripts(facts: ScriptFacts): Script[] {
  const size = facts.bought?.size ?? null;
  return facts.viewed
    .filter(({ product }) => product.inStore.length > 0)
    .map(({ product, views, lastAt }) => ({
      scriptId: `viewed-${product.productId}`,
      goal: '邀请试穿',
      text: `${facts.customerName}您好，您看过的「${product.title}」${facts.storeName}现在有 ${sizeFact(product, size)} 码，¥${yuan(product.priceFen)}，方便的话来店里试一下，我给您先留一件。`,
      reason: `${whenText(lastAt, facts.now)}看过 ${views} 次 · 本店有 ${sizeFact(product, size)} 码`,
    }));
}

function couponScripts(facts: ScriptFacts): Script[] {
  return facts.coupons
    .filter((coupon) => coupon.validUntil.getTime() - facts.now.getTime() < COUPON_SOON_MS)
    .sort((a, b) => a.validUntil.getTime() - b.validUntil.getTime())
    .map((coupon) => ({
      scriptId: `coupon-${coupon.couponId}`,
      goal: '提醒用券',
      text: `${facts.customerName}您好，您有一张「${coupon.title}」（${coupon.ruleText}）${untilText(coupon.validUntil, facts.now)}，别浪费了，需要我帮您挑两件合适的吗？`,
      reason: `券${untilText(coupon.validUntil, facts.now)} · 还没用`,
    }));
}

function boughtScripts(facts: ScriptFacts): Script[] {
  const product = facts.arrivals.find((arrival) => arrival.title !== facts.bought?.title);
  if (!facts.bought || !product) return [];
  return [
    {
      scriptId: `after-${product.productId}`,
      goal: '搭配推荐',
      text: `${facts.customerName}您好，上次的「${facts.bought.title}」穿着还合适吗？店里的「${product.title}」和它很搭，${sizeFact(product, facts.bought.size)} 码有货，¥${yuan(product.priceFen)}。`,
      reason: `${whenText(facts.bought.at, facts.now)}买过「${facts.bought.title}」· 本店有 ${sizeFact(product, facts.bought.size)} 码`,
    },
  ];
}

function arrivalScripts(facts: ScriptFacts): Script[] {
  return facts.arrivals.map((product) => ({
    scriptId: `arrival-${product.productId}`,
    goal: '新品介绍',
    text: `${facts.customerName}您好，${facts.storeName}到了「${product.title}」，¥${yuan(product.priceFen)}，${sizesText(product)} 码都有，喜欢的话我拍细节给您看。`,
    reason: `新品 · 本店现货 ${pieces(product)} 件`,
  }));
}

/**
 * The three things most worth saying now: a waiting order first, then what was looked at and is here, a coupon about to end, what
 * goes with the last purchase, and new goods to fill up. Words already sent in the last three days and a second card about the same
 * product are left out. Every price, size and date is taken from `facts`.
 */
export function suggest(facts: ScriptFacts): Script[] {
  const viewed = viewedScripts(facts);
  const ranked = [
    ...readyOrderScript(facts),
    ...viewed.slice(0, 1),
    ...couponScripts(facts).slice(0, 1),
    ...boughtScripts(facts),
    ...viewed.slice(1),
    ...arrivalScripts(facts),
  ];
  const subjects = new Set<string>();
  const cards: Script[] = [];
  for (const script of ranked) {
    const subject = script.scriptId.slice(script.scriptId.indexOf('-'));
    if (facts.sentScriptIds.has(script.scriptId) || subjects.has(subject)) continue;
    subjects.add(subject);
    cards.push(script);
  }
  return cards.slice(0, 3);
}
