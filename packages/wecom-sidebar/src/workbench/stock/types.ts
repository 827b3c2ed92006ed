import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';

export type Stock = Reply<Contracts['inventory.list']>['items'][number];
export type Movement = Reply<Contracts['inventory.history']>['items'][number];
export type CountTask = Reply<Contracts['inventory.askForCount']>;
