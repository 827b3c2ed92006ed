import type { Work } from '../../kernel/work';

export const work: Work = { jobs: [], runners: [], subscribers: [], chores: [] };

/** Builds this process's store index before it answers anyone. */
export const warmUp = async (): Promise<void> => undefined;
export const coolDown = async (): Promise<void> => undefined;
