import type { Work } from '../../kernel/work';

export const work: Work = { jobs: [], runners: [], subscribers: [], chores: [] };
