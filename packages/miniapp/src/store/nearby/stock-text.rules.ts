type Lacking = { hasEverything: boolean; missing: readonly { wanted: number; available: number }[] };

/** `货品齐全`, `缺 2 件`: pieces, not kinds, because that is what the shopper would not get. */
export function stockText({ hasEverything, missing }: Lacking): { text: string; full: boolean } {
  if (hasEverything) return { text: '货品齐全', full: true };
  const pieces = missing.reduce((sum, { wanted, available }) => sum + Math.max(0, wanted - available), 0);
  return { text: `缺 ${pieces} 件`, full: false };
}
