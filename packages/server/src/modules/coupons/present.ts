import type {
  CouponOffer as CouponOfferSchema,
  CouponTemplateView as TemplateViewSchema,
  CouponView as CouponViewSchema,
} from '@omni/shared/contracts/coupons';
import { shanghaiText } from '@omni/shared/time';
import { yuan } from '@omni/shared/yuan';
import type { z } from 'zod';
import { isHeld, stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import { claimProblem, remainingPercent } from './terms.rules';
import type { CouponTerms, Template } from './terms.rules';

export type CouponView = z.output<typeof CouponViewSchema>;
export type CouponOffer = z.output<typeof CouponOfferSchema>;
export type TemplateView = z.input<typeof TemplateViewSchema>;

/** `200`, `9.90`. */
const shortYuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : yuan(fen));

export function ruleText({ kind, scope }: Pick<CouponTerms, 'kind' | 'scope'>): string {
  const from = kind.thresholdFen > 0 ? `满 ${shortYuan(kind.thresholdFen)} ` : '';
  if (kind.type === 'exchange') return `${from}兑换 ${kind.text}`;
  if (kind.type === 'sample') return `${from}赠 ${kind.text}`;
  if (kind.type === 'freight')
    return `${from}${kind.maxOffFen === null ? '免运费' : `运费减 ${shortYuan(kind.maxOffFen)}`}`;
  if (kind.type === 'amountOff') return `${from || '立'}减 ${shortYuan(kind.offFen)}`;
  const who = from ? `${from}打` : scope.type === 'all' ? '全场' : '指定商品';
  const most = kind.maxOffFen === null ? '' : `，最多减 ${shortYuan(kind.maxOffFen)}`;
  return `${who} ${kind.percent / 10} 折${most}`;
}

type Where = Pick<CouponTerms, 'scope' | 'storeIds' | 'stacking' | 'newMembersOnly' | 'channels'>;

/** Which goods, where, for whom, and whether beside others. */
export function scopeText({ scope, storeIds, stacking, newMembersOnly, channels }: Where): string {
  return [
    scope.type === 'all' ? '全部商品可用' : scope.text,
    ...(storeIds ? ['限指定门店自提'] : []),
    ...(channels && !channels.includes('mini_program') ? ['限门店收银使用'] : []),
    ...(newMembersOnly ? ['限首单'] : []),
    ...(stacking.combinableWith.length > 0 ? ['可与其他券同用'] : []),
  ].join(' · ');
}

/** The counter of a store takes everything but what only a delivery has. */
export const isForStores = ({ kind, channels }: Pick<CouponTerms, 'kind' | 'channels'>): boolean =>
  kind.type !== 'freight' && (channels === null || channels.includes('pos'));

/** Why the counter of this store does not take it now, whatever the amount; null when it does. */
export function placeProblem(coupon: Coupon, storeId: string, now: Date): string | null {
  if (!isForStores(coupon)) return '这张券不能在门店使用';
  if (coupon.storeIds && !coupon.storeIds.includes(storeId)) return '这张券不适用于本店';
  return now < coupon.validFrom ? '未到使用时间' : null;
}

function statusOf(coupon: Coupon, now: Date): Pick<CouponView, 'status' | 'statusText'> {
  if (isHeld(coupon, now)) return { status: 'held', statusText: '订单占用中' };
  const problem = stateProblem(coupon, now);
  if (problem !== null) {
    const over = coupon.state === 'used' || coupon.state === 'revoked' ? coupon.state : 'expired';
    return { status: over, statusText: problem };
  }
  const started = coupon.validFrom <= now;
  const statusText = started
    ? `${shanghaiText(coupon.validUntil)} 到期`
    : `${shanghaiText(coupon.validFrom)} 起可用`;
  return { status: 'usable', statusText };
}

export const presentCoupon = (coupon: Coupon, now: Date): CouponView => ({
  couponId: coupon._id,
  title: coupon.title,
  kind: coupon.kind.type,
  ruleText: ruleText(coupon),
  scopeText: scopeText(coupon),
  validFrom: coupon.validFrom.toISOString(),
  validUntil: coupon.validUntil.toISOString(),
  ...statusOf(coupon, now),
  inStore: isForStores(coupon),
});

/** `mine`: how many of it this person has claimed. */
export function presentOffer(template: Template, mine: number, now: Date): CouponOffer {
  const problem = claimProblem(template, mine, now);
  return {
    templateId: template._id,
    title: template.title,
    ruleText: ruleText(template),
    scopeText: scopeText(template),
    remainingPercent: remainingPercent(template),
    claimable: problem === null,
    reason: problem?.text ?? null,
  };
}

/** `spentFen`: of the campaign's budget; null without one. */
export function presentTemplate(template: Template, spentFen: number | null): TemplateView {
  const { _id: templateId, claimFrom, claimUntil, validity, reservations: _underWay, ...terms } = template;
  return {
    templateId,
    ...terms,
    validity:
      validity.type === 'between'
        ? { type: 'between', from: validity.from.toISOString(), until: validity.until.toISOString() }
        : validity,
    claimFrom: claimFrom.toISOString(),
    claimUntil: claimUntil.toISOString(),
    ruleText: ruleText(template),
    scopeText: scopeText(template),
    spentFen,
  };
}
