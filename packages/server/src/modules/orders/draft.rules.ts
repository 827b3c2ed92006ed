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
  /** Goods that coupons give for nothing, at price 0: they become lines of their own. */
  gifts: Priced[];
  /** What each coupon takes off each line, in the order of the lines; together at least a fen of the goods is left. */
  couponShares: number[][];
  /** What is left of the freight after coupons. */
  freightFen: number;
};

/** The lines with their share of all coupons, and what is to be paid: goods less discounts, and the freight apart. */
export function draftTotals(facts: DraftFacts): { lines: Line[]; totals: Totals } {
  const { lines: bought, gifts, couponShares, freightFen } = facts;
  const shareOf = (i: number) => couponShares.reduce((sum, shares) => sum + (shares[i] ?? 0), 0);
  const lines = [
    ...bought.map((line, i) => ({ ...line, lineNo: i + 1, discountFen: shareOf(i), isGift: false })),
    ...gifts.map((line, i) => ({ ...line, lineNo: bought.length + i + 1, discountFen: 0, isGift: true })),
  ];
  const goodsFen = goodsOf(bought);
  const discountFen = lines.reduce((sum, line) => sum + line.discountFen, 0);
  return {
    lines,
    totals: { goodsFen, discountFen, freightFen, payableFen: goodsFen - discountFen + freightFen },
  };
}

export const goodsOf = (lines: readonly { priceFen: number; quantity: number }[]): number =>
  lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);

export const freightOf = (fulfilment: 'pickup' | 'delivery', goodsFen: number, freightFen: number): number =>
  fulfilment === 'pickup' || goodsFen >= FREE_FREIGHT_FROM_FEN ? 0 : freightFen;
