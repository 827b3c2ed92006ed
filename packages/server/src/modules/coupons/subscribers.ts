import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as identity from '../identity';
import { giveCouponsTo } from './coupon.model';
import { sweepCoupons } from './sweep-coupons';

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('coupons.followJoin', identity.customerJoined, (_ctx, news) =>
      giveCouponsTo(news.customerId, news.fromCustomerId),
    ),
  ],
  chores: [{ name: 'coupons.sweep', everySeconds: 10, run: sweepCoupons }],
};
