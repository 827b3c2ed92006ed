/** WeChat Pay keeps 0.6 % of a payment. */
export const FEE_RATE_TEXT = '0.60%';
const FEE_PER_THOUSAND = 6;

/** What the account is charged for a payment: whole fen. */
export function feeFen(totalFen: number): number {
  return Math.round((totalFen * FEE_PER_THOUSAND) / 1000);
}

/** The fee comes back in proportion; however a payment is refunded in parts, the parts add up to the fee. */
export function feeBackFen(totalFen: number, refundedBeforeFen: number, refundFen: number): number {
  const share = (fen: number): number => Math.round((feeFen(totalFen) * fen) / totalFen);
  return share(refundedBeforeFen + refundFen) - share(refundedBeforeFen);
}

/** 990 → 9.90 */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The fee as trade bills tell it, counted in hundred-thousandths of a yuan. Exact: 0.6 % of a fen are six of them. */
export function feeUnits(totalFen: number): number {
  return totalFen * FEE_PER_THOUSAND;
}

/** 5940 hundred-thousandths of a yuan → 0.05940 */
export function fiveDecimals(units: number): string {
  const sign = units < 0 ? '-' : '';
  const digits = String(Math.abs(units)).padStart(6, '0');
  return `${sign}${digits.slice(0, -5)}.${digits.slice(-5)}`;
}
