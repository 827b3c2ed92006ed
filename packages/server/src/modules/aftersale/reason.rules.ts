import type { AftersaleReason } from '@omni/shared/contracts/aftersale';
import type { z } from 'zod';
import type { Kind } from './aftersale.rules';
import { DAY_MS } from './aftersale.rules';

export type Reason = z.output<typeof AftersaleReason>;
type Terms = {
  /** `auto`: at once; `store`: the order's store or, when it takes too long, head office. */
  decides: 'auto' | 'store';
  /** Up to this much, counted over the order, nobody has to decide. */
  autoUpToFen?: number;
  /** Counted from the handing over, or from the end of a delivery. */
  withinDays: number;
  noteRequired: boolean;
};
type ReasonTerms = {
  text: string;
  /** Good for taking goods off an order that was not handed over: then nobody has to decide. */
  beforeHandover: boolean;
  kinds: Partial<Record<Kind, Terms>>;
};

const WEEK = { withinDays: 7 };
const SMALL_FEN = 30_00;
const easy: Terms = { ...WEEK, decides: 'auto', noteRequired: false };
const looked: Terms = { ...WEEK, decides: 'store', noteRequired: false };
const told: Terms = { ...WEEK, decides: 'store', noteRequired: true };
const toldSmall: Terms = { ...told, autoUpToFen: SMALL_FEN };

/** Seven days without giving a reason is the law for what was bought online; faults have to be looked at. */
export const REASONS: Record<Reason, ReasonTerms> = {
  no_longer_wanted: { text: '不想要了', beforeHandover: true, kinds: { return: easy } },
  does_not_fit: {
    text: '尺码或颜色不合适',
    beforeHandover: true,
    kinds: { return: easy, exchange: easy },
  },
  quality: {
    text: '质量问题',
    beforeHandover: false,
    kinds: {
      refund_only: { ...told, withinDays: 15 },
      return: { ...looked, withinDays: 15 },
      exchange: looked,
    },
  },
  wrong_item: { text: '发错商品', beforeHandover: false, kinds: { return: looked, exchange: looked } },
  damaged: {
    text: '商品破损',
    beforeHandover: false,
    kinds: { refund_only: toldSmall, return: looked, exchange: looked },
  },
  missing: { text: '少件漏发', beforeHandover: false, kinds: { refund_only: toldSmall } },
  not_as_described: { text: '与描述不符', beforeHandover: false, kinds: { return: looked } },
};
export const ALL_REASONS = Object.keys(REASONS) as Reason[];

export type Phase = 'before_handover' | 'after_handover';

/** The terms of a reason, or null when it does not fit. */
export function termsOf(phase: Phase, kind: Kind, reason: Reason): Terms | null {
  const { beforeHandover, kinds } = REASONS[reason];
  if (phase === 'after_handover') return kinds[kind] ?? null;
  return beforeHandover && kind === 'refund_only' ? { ...easy, withinDays: Infinity } : null;
}

/** Until when a reason can be given (inclusive); null: as long as the goods are on their way or still here. */
export const applyBefore = (terms: Pick<Terms, 'withinDays'>, handedOverAt: Date | null): Date | null =>
  handedOverAt === null || terms.withinDays === Infinity
    ? null
    : new Date(handedOverAt.getTime() + terms.withinDays * DAY_MS);

/** Whether nobody has to decide. `autoSoFarFen`: what this order got back before without anybody deciding. */
export const isAutomatic = (terms: Terms, refundFen: number, autoSoFarFen: number): boolean =>
  terms.decides === 'auto' ||
  (terms.autoUpToFen !== undefined && refundFen + autoSoFarFen <= terms.autoUpToFen);
