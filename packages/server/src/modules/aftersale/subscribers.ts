import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as identity from '../identity';
import * as orders from '../orders';
import { giveCases } from './case.model';
import { aftersaleMoved } from './events';
import { followDeadlines, followMoney, followProblem, followReplacement, putGoodsBack } from './follow-cases';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('aftersale.putGoodsBack', aftersaleMoved, putGoodsBack),
    subscriber('aftersale.followReplacement', aftersaleMoved, followReplacement),
    subscriber('aftersale.followMoney', orders.orderMoneyBack, followMoney),
    subscriber('aftersale.followProblem', orders.orderMoneyStuck, followProblem),
    subscriber('aftersale.followMoves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveCases),
    ),
  ],
  chores: [{ name: 'aftersale.followDeadlines', everySeconds: 60, run: followDeadlines }],
};
