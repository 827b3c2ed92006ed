import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as identity from '../identity';
import { giveCoupons } from './coupon.model';
import { sweepCoupons } from './sweep-coupons';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('coupons.followMoves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveCoupons),
    ),
  ],
  chores: [{ name: 'coupons.sweep', everySeconds: 10, run: sweepCoupons }],
};
