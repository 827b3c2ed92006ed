import type { AdjustReason } from '@omni/shared/contracts/inventory';
import { freePieces } from './figures';
import type { Stock } from './types';

/** What one piece does to the pieces in the house and to those that are not for sale. */
export type Choice = {
  key: string;
  reason: AdjustReason;
  text: string;
  group: '增加' | '减少' | '不可售';
  onHand: -1 | 0 | 1;
  unsellable: -1 | 0 | 1;
};
const more = { group: '增加', onHand: 1, unsellable: 0 } as const;
const less = { group: '减少', onHand: -1, unsellable: 0 } as const;

/** A correction goes both ways; phones have no minus on their number keys, so each way is a choice of its own. */
export const choices: readonly [Choice, ...Choice[]] = [
  { key: 'received', reason: 'received', text: '收货入库', ...more },
  { key: 'found', reason: 'found', text: '找到', ...more },
  { key: 'transferred_in', reason: 'transferred_in', text: '调入', ...more },
  { key: 'correction_up', reason: 'correction', text: '更正：账面少记了', ...more },
  { key: 'damaged', reason: 'damaged', text: '报损', ...less },
  { key: 'lost', reason: 'lost', text: '丢失', ...less },
  { key: 'transferred_out', reason: 'transferred_out', text: '调出', ...less },
  { key: 'correction_down', reason: 'correction', text: '更正：账面多记了', ...less },
  { key: 'set_aside', reason: 'set_aside', text: '移出可售', group: '不可售', onHand: 0, unsellable: 1 },
  {
    key: 'back_on_sale',
    reason: 'back_on_sale',
    text: '恢复可售',
    group: '不可售',
    onHand: 0,
    unsellable: -1,
  },
  { key: 'written_off', reason: 'written_off', text: '销毁', group: '不可售', onHand: -1, unsellable: -1 },
];
export const groups = ['增加', '减少', '不可售'] as const;

/** As the contract wants it: negative for a correction downwards only. */
export const quantityOf = ({ reason, onHand }: Choice, pieces: number): number =>
  reason === 'correction' ? onHand * pieces : pieces;

/** `现货 12 → 7`, `不可售 0 → 2`: the numbers that will change, as far as this screen knows them. */
export function effectText(stock: Stock, choice: Choice, pieces: number): string {
  const steps = [
    ['现货', stock.onHand, choice.onHand],
    ['不可售', stock.unsellable, choice.unsellable],
  ] as const;
  return steps
    .filter(([, , each]) => each !== 0)
    .map(([name, before, each]) => `${name} ${before} → ${before + each * pieces}`)
    .join('，');
}

/** How many pieces this choice can take at most; null: as many as one likes. */
export function mostFor(stock: Stock, { onHand, unsellable }: Choice): number | null {
  if (unsellable < 0) return stock.unsellable;
  return onHand < 0 || unsellable > 0 ? freePieces(stock) : null;
}
