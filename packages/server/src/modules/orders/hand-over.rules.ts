type Line = { lineNo: number; skuId: string; handedOver: boolean; removed: boolean };
type Facts<L extends Line> = { lines: readonly L[] };

/** Still at the counter. */
const isWaiting = (line: Line): boolean => !line.handedOver && !line.removed;

export type Given<L> = { lines: L[]; lineNos: number[]; isAll: boolean };

/**
 * The lines as they are after these went over the counter (absent: all that wait), or why they cannot: `gone` when one of
 * them went before or was taken off, `unknown` when there is no such line, `split` when pieces of a SKU would stay behind:
 * its stock is promised, and leaves the house, as one.
 */
export function giveOut<L extends Line>(
  { lines }: Facts<L>,
  lineNos: readonly number[] | undefined,
): Given<L> | 'gone' | 'unknown' | 'split' {
  const waiting = lines.filter(isWaiting);
  const given = new Set(lineNos ?? waiting.map(({ lineNo }) => lineNo));
  if ([...given].some((lineNo) => !lines.some((line) => line.lineNo === lineNo))) return 'unknown';
  const out = waiting.filter(({ lineNo }) => given.has(lineNo));
  if (out.length < given.size || out.length === 0) return 'gone';
  const skus = new Set(out.map(({ skuId }) => skuId));
  if (waiting.some((line) => skus.has(line.skuId) && !given.has(line.lineNo))) return 'split';
  return {
    lines: lines.map((line) => (given.has(line.lineNo) ? { ...line, handedOver: true } : line)),
    lineNos: out.map(({ lineNo }) => lineNo),
    isAll: out.length === waiting.length,
  };
}
