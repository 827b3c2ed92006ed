const ERASED = 'erased:';

/** What stands in records in place of somebody who left: made by chance, so that nothing leads back to them. */
export const erasedId = (chance: string): string => `${ERASED}${chance}`;
export const isErased = (id: string): boolean => id.startsWith(ERASED);
