import { createState, useShared } from './state';

/** A tab takes no parameters, so the category tapped elsewhere is left here for the 分类 tab. */
const choice = createState<string | null>(null);

export const openCategory = (categoryId: string): void => choice.set(categoryId);
export const useCategoryChoice = (): string | null => useShared(choice);
