/** `12345` fen → `"123.45"`; whole yuan keep two decimals, as price displays require. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2);
