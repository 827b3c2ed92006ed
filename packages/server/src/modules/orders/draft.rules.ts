import type { OrderLine } from '@omni/shared/contracts/orders';
import type { z } from 'zod';

type Line = z.output<typeof OrderLine>;
type Priced = Omit<Line, 'lineNo' | 'discountFen' | 'isGift'>;

/** Delivery costs nothing from this much goods on, counted before any coupon. */
export const FREE_FREIGHT_FROM_FEN = 99_00;
/** One million yuan: what the contract's amounts hold, and far above what WeChat Pay takes at once. */
export const MOST_FEN = 100_000_000;

export type Totals = { goodsFen: number; discountFen: number; freightFen: number; payableFen: number };
export type DraftFacts = {
  lines: Priced[];
  /** What the coupon takes off each line, in the order of the lines. */
  lineDiscountsFen: number[];
  fulfilment: 'pickup' | 'delivery';
  freightFen: number;
};

/** The lines with their share of the coupon, and what is to be paid: at least one fen, because WeChat Pay takes no zero. */
export function draftTotals(facts: DraftFacts): { lines: Line[]; totals: Totals } {
  const goodsFen = facts.lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);
  const shares = capDiscounts(facts.lineDiscountsFen, Math.max(0, goodsFen - 1));
  const lines = facts.lines.map((line, i) => ({
    ...line,
    lineNo: i + 1,
    discountFen: shares[i] ?? 0,
    isGift: false,
  }));
  const discountFen = shares.reduce((sum, share) => sum + share, 0);
  const freightFen = freightOf(facts.fulfilment, goodsFen, facts.freightFen);
  return {
    lines,
    totals: { goodsFen, discountFen, freightFen, payableFen: goodsFen - discountFen + freightFen },
  };
}

export const freightOf = (fulfilment: 'pickup' | 'delivery', goodsFen: number, freightFen: number): number =>
  fulfilment === 'pickup' || goodsFen >= FREE_FREIGHT_FROM_FEN ? 0 : freightFen;

/** Takes what is above `mostFen` off the last shares that have any. */
function capDiscounts(shares: number[], mostFen: number): number[] {
  let surplus = shares.reduce((sum, share) => sum + share, 0) - mostFen;
  const capped = [...shares];
  for (let i = capped.length - 1; i >= 0 && surplus > 0; i -= 1) {
    const share = capped[i] ?? 0;
    const taken = Math.min(share, surplus);
    capped[i] = share - taken;
    surplus -= taken;
  }
  return capped;
}
