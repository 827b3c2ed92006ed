import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import { expireOffers } from './answer-offer';
import { offerEnded, offerMade } from './events';
import { followOffer } from './follow-offer';
import { rerouteOrder, seekShippingStore } from './jobs';
import { reroute, resumeReroutes, seekStore } from './reroute-order';
import { judgeAgain, recordEnd } from './standings';

export const work: Work = {
  jobs: [rerouteOrder, seekShippingStore],
  runners: [
    runner(rerouteOrder, (ctx, { orderId }) => reroute(ctx, orderId)),
    runner(seekShippingStore, (ctx, { orderId }) => seekStore(ctx, orderId)),
  ],
  subscribers: [
    subscriber('routing.followOffer', offerMade, followOffer),
    subscriber('routing.recordEnd', offerEnded, recordEnd),
  ],
  chores: [
    { name: 'routing.expireOffers', everySeconds: 5, run: expireOffers },
    { name: 'routing.resumeReroutes', everySeconds: 60, run: resumeReroutes },
    { name: 'routing.judgeAgain', everySeconds: 3600, run: judgeAgain },
  ],
};
