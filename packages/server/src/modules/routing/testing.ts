import type { Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import * as inventory from '../inventory';
import { findAssignment } from './assignment.model';
import type { Assignment } from './assignment.model';
import { begin } from './begin-assignment';
import type { Begin } from './begin-assignment';
import type { Candidate, Policy, Wanted } from './candidate.rules';

/** The usual rules, with these differences; pure rules need no configuration. */
export const aPolicy = (given: Partial<Policy> = {}): Policy => ({
  radiusMetres: 3000,
  lookMetres: 3900,
  rules: ['fewest_splits', 'chosen_store', 'guide_store', 'distance', 'load', 'stock_balance'],
  distanceBucketMetres: 500,
  leaseMinutes: 10,
  holdUntilOpeningMinusMinutes: 15,
  promiseMinutes: 1440,
  maxHops: 3,
  shipFromStore: false,
  rejections: { windowDays: 7, threshold: 0.2, minOffers: 5, capacityShare: 0.5, assumedCapacityPerHour: 12 },
  ...given,
});

/** An order for one piece, picked up, of which nothing else is known. */
export const aWish = (given: Partial<Wanted> = {}): Wanted => ({
  fulfilment: 'pickup',
  lines: [{ skuId: 'K', quantity: 1 }],
  chosenStoreId: null,
  guideStoreId: null,
  excluded: [],
  ...given,
});

/** An open store a kilometre away with ten of everything (one line). */
export const aCandidate = (given: Partial<Candidate> = {}): Candidate => ({
  storeId: 'S1',
  name: '一号店',
  distanceMetres: 1000,
  radiusMetres: null,
  inArea: null,
  offersPickup: true,
  shipsOrders: true,
  open: true,
  opensInMinutes: 0,
  prepMinutes: 30,
  outageReason: null,
  available: [10],
  limit: null,
  used: 0,
  ...given,
});

/** An order nobody but routing knows, its goods held for good. */
export async function aBegunOrder(
  ctx: Ctx,
  given: Partial<Begin> & Pick<Begin, 'locationId' | 'lines'>,
): Promise<Begin> {
  const input: Begin = {
    orderId: newId(),
    customerId: newId(),
    channel: 'mini_program',
    fulfilment: 'pickup',
    point: null,
    chosenStoreId: null,
    holdId: newId(),
    ...given,
  };
  const { holdId, locationId, lines } = input;
  await inventory.hold(ctx, { holdId, locationId, lines, until: new Date(ctx.now.getTime() + 86_400_000) });
  await begin(ctx, input);
  return input;
}

export async function assignmentOf(orderId: string): Promise<Assignment> {
  const found = await findAssignment(orderId);
  if (!found) throw new Error(`order ${orderId} was never begun`);
  return found;
}
