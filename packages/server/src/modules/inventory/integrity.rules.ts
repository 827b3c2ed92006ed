import { FINAL_ENDS, nextTending, plus } from './stock.rules';
import type { Stock } from './stock.rules';

export const INTEGRITY_PROBLEMS = {
  HELD_DIFFERS: 'held is not the sum of the holds',
  BELOW_ZERO: 'a number is below zero',
  OVERPROMISED: 'more is promised or set aside than is on hand',
  LEDGER_DIFFERS: 'the ledger does not add up to what is on hand',
  LEDGER_UNSELLABLE_DIFFERS: 'the ledger does not add up to what is set aside',
  HOLD_TWICE: 'one id holds twice',
  HOLD_EMPTY: 'a hold promises nothing',
  HOLD_AFTER_END: 'an id holds that was released or taken',
  LEASE_OVERDUE: 'a lease ran out and was not swept',
  MOVEMENT_OVERDUE: 'a movement was not written to the ledger',
  NOBODY_COMES: 'something is due here and the sweep does not know',
  LEDGER_WITHOUT_STOCK: 'the ledger knows a stock that is not there',
} as const;
export type IntegrityProblem = keyof typeof INTEGRITY_PROBLEMS;

/** Sweeps come every few seconds; after this long nothing may be left to them. */
export const SWEEP_TAKES_MS = 120_000;

/** Every way in which a stock contradicts itself or its ledger (whose sums include what the stock still carries). */
export function problemsOf(
  stock: Stock,
  ledger: { onHand: number; unsellable: number },
  at: Date,
): { problem: IntegrityProblem; detail: string }[] {
  const { onHand, held, unsellable = 0, holds } = stock;
  const promised = holds.reduce((sum, { quantity }) => sum + quantity, 0);
  const figures = `on hand ${onHand}, held ${held}, set aside ${unsellable}`;
  const ids = holds.map(({ id }) => id);
  const overdue = plus(at, -SWEEP_TAKES_MS);
  const final = new Set(
    stock.ended.filter(({ how }) => FINAL_ENDS.some((end) => end === how)).map(({ id }) => id),
  );
  const due = nextTending(stock);
  const found: [boolean, IntegrityProblem, string][] = [
    [held !== promised, 'HELD_DIFFERS', `held ${held}, holds ${promised}`],
    [Math.min(onHand, held, unsellable, stock.safety) < 0, 'BELOW_ZERO', figures],
    [held + unsellable > onHand, 'OVERPROMISED', figures],
    [ledger.onHand !== onHand, 'LEDGER_DIFFERS', `ledger ${ledger.onHand}, on hand ${onHand}`],
    [
      ledger.unsellable !== unsellable,
      'LEDGER_UNSELLABLE_DIFFERS',
      `ledger ${ledger.unsellable}, set aside ${unsellable}`,
    ],
    [new Set(ids).size !== ids.length, 'HOLD_TWICE', ids.join(' ')],
    [holds.some(({ quantity }) => quantity <= 0), 'HOLD_EMPTY', figures],
    [ids.some((id) => final.has(id)), 'HOLD_AFTER_END', ids.filter((id) => final.has(id)).join(' ')],
    [
      holds.some(({ until }) => until !== null && until < overdue),
      'LEASE_OVERDUE',
      `until ${due?.toISOString() ?? '-'}`,
    ],
    [
      stock.unposted.some((row) => row.at < overdue),
      'MOVEMENT_OVERDUE',
      `${stock.unposted.length} movements`,
    ],
    [
      due !== null && (!stock.tendAt || stock.tendAt > due),
      'NOBODY_COMES',
      `due ${due?.toISOString() ?? '-'}`,
    ],
  ];
  return found.filter(([isSo]) => isSo).map(([, problem, detail]) => ({ problem, detail }));
}
