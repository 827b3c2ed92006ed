type Agreed = {
  lines: readonly { quantity: number; priceFen: number }[];
  freightFen: number;
  paidFen: number;
};
export type AgreedTotals = { goodsFen: number; discountFen: number; lineDiscountsFen: number[] };

/**
 * What was taken off at the other side, split over the lines by what they cost, to the fen: every line keeps at least nothing,
 * and the shares add up. Freight is never discounted before the goods are. Null when more was paid than it all costs, or
 * less than the freight.
 */
export function agreedTotals({ lines, freightFen, paidFen }: Agreed): AgreedTotals | null {
  const costs = lines.map(({ quantity, priceFen }) => quantity * priceFen);
  const goodsFen = costs.reduce((sum, cost) => sum + cost, 0);
  const discountFen = goodsFen + freightFen - paidFen;
  if (discountFen < 0 || discountFen > goodsFen) return null;
  let rest = discountFen;
  let goodsLeft = goodsFen;
  const lineDiscountsFen = costs.map((cost) => {
    const share = goodsLeft === 0 ? 0 : Math.min(cost, Math.round((rest * cost) / goodsLeft));
    rest -= share;
    goodsLeft -= cost;
    return share;
  });
  return { goodsFen, discountFen, lineDiscountsFen };
}
