import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as identity from '../identity';
import { giveBookings } from './booking.model';
import { endIfUnattended, sweepUnattended } from './end-unattended';
import { endUnattended, remindOfFitting, tellGuides, tellPrepared } from './jobs';
import { remindShopper, tellGuidesOf, tellShopperPrepared } from './send-notices';

export const work: Work = {
  jobs: [tellGuides, tellPrepared, remindOfFitting, endUnattended],
  runners: [
    runner(tellGuides, tellGuidesOf),
    runner(tellPrepared, tellShopperPrepared),
    runner(remindOfFitting, remindShopper),
    runner(endUnattended, (ctx, { bookingId }) => endIfUnattended(ctx, bookingId)),
  ],
  subscribers: [
    subscriber('bookings.followMoves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveBookings),
    ),
  ],
  chores: [{ name: 'bookings.sweepUnattended', everySeconds: 600, run: sweepUnattended }],
};
