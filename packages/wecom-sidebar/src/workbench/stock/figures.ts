import type { CountTask, Movement, Stock } from './types';

/** `+3`, `−2`, `0`: with a real minus sign, which is as wide as the plus. */
export const signed = (pieces: number): string => {
  if (pieces === 0) return '0';
  return pieces > 0 ? `+${pieces}` : `−${-pieces}`;
};

/** What was counted against the books, in words: `多 3 件`, `少 2 件`, `一致`. */
export const differenceText = (difference: number): string => {
  if (difference === 0) return '与账面一致';
  return difference > 0 ? `比账面多 ${difference} 件` : `比账面少 ${-difference} 件`;
};

type Pieces = Pick<Stock, 'onHand' | 'held' | 'unsellable'>;
/** Neither promised nor set aside. */
export const freePieces = ({ onHand, held, unsellable }: Pieces): number =>
  Math.max(0, onHand - held - unsellable);

/** What a movement did, one entry for each number that it changed. */
export function movementText({
  change,
  unsellableChange,
}: Pick<Movement, 'change' | 'unsellableChange'>): string {
  const parts = [
    ...(change === 0 && unsellableChange !== 0 ? [] : [signed(change)]),
    ...(unsellableChange === 0 ? [] : [`不可售 ${signed(unsellableChange)}`]),
  ];
  return parts.join('，');
}

/** What a count would bring to light, before it is sent; `short`: pieces that orders wait for and that are not there. */
export function compare(counted: number, { onHand, held }: Pieces): { difference: number; short: number } {
  return { difference: counted - onHand, short: Math.max(0, held - counted) };
}

export const resultText = ({ title, valuesText, counted, difference }: CountTask): string =>
  `已提交：${[title, valuesText].filter(Boolean).join(' ')} 数到 ${counted ?? 0} 件，${differenceText(difference ?? 0)}`;

const MOST = 1_000_000;
/** Whole pieces as people type them, full-width digits included; null: not a number that can be sent. */
export function readPieces(typed: string): number | null {
  const text = typed.normalize('NFKC').trim();
  if (!/^\d{1,7}$/.test(text)) return null;
  const pieces = Number(text);
  return pieces <= MOST ? pieces : null;
}
