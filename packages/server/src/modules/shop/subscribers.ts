import { log } from '../../kernel/log';
import { subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as catalog from '../catalog';
import * as orders from '../orders';
import { countSold } from './count-sold';

const TEN_MINUTES = 600;

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    subscriber('shop.count-sold', orders.orderPaid, (ctx, { orderId }) => countSold(ctx, orderId)),
  ],
  chores: [
    {
      name: 'shop.index-goods',
      everySeconds: TEN_MINUTES,
      async run(ctx) {
        const made = await catalog.indexMissing(ctx);
        if (made > 0) log.info({ made }, 'goods made findable');
      },
    },
  ],
};
