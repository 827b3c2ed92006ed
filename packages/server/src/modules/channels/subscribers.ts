import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as orders from '../orders';
import { closeOffer, sweepOffers } from './answer-offer';
import {
  closePickupOffer,
  pullChannelOrder,
  refundAtChannel,
  tellPickupOffer,
  tellPickupReady,
} from './jobs';
import { resumeMessages } from './pull-order';
import { followRefund, giveBackAtChannel } from './refund-at-channel';
import { takeInOrder } from './take-in-order';
import { followReady, tellOffer, tellReady } from './tell-buyer';

export const work: Work = {
  jobs: [pullChannelOrder, tellPickupOffer, tellPickupReady, closePickupOffer, refundAtChannel],
  runners: [
    runner(pullChannelOrder, takeInOrder),
    runner(tellPickupOffer, (ctx, { offerId }) => tellOffer(ctx, offerId)),
    runner(tellPickupReady, (ctx, { offerId }) => tellReady(ctx, offerId)),
    runner(closePickupOffer, (ctx, { offerId }) => closeOffer(ctx, offerId)),
    runner(refundAtChannel, giveBackAtChannel),
  ],
  subscribers: [
    subscriber('channels.refund', orders.channelRefundAsked, followRefund),
    subscriber('channels.tellReady', orders.orderReady, followReady),
  ],
  chores: [
    { name: 'channels.sweepOffers', everySeconds: 60, run: sweepOffers },
    { name: 'channels.resumeMessages', everySeconds: 600, run: resumeMessages },
  ],
};
