import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import { stateText } from './bookings.rules';
import { deleteBookings, eachOf, idsOfTheirs } from './personal.model';
import { deleteGuards, freePlaces } from './place.model';

/** No fitting is kept: the law wants none of it. Places that were still to come are free again. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const ids = await idsOfTheirs(leaving, AT_ONCE);
  await freePlaces(ids);
  return [
    ...effect('fitting_bookings', { deleted: await deleteBookings(ids) }),
    ...effect('fitting_guards', { deleted: await deleteGuards(leaving.customerIds) }),
  ];
}

export const exportOf = (_ctx: Ctx, customerId: string): Section[] => [
  { name: 'fittings', title: '到店试穿预约', rows: () => rows(customerId) },
];

async function* rows(customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const booking of eachOf(customerId)) {
    const { _id: bookingId, storeName, state, slot, heightCm, usualSize, remark, outcome } = booking;
    const { bookedAt, preparedAt, arrivedAt, endedAt } = booking;
    const items = booking.items.map(({ skuId, title, valuesText, laidOut }) => ({
      skuId,
      title,
      valuesText,
      laidOut,
    }));
    const times = { bookedAt, preparedAt, arrivedAt, endedAt };
    const told = { heightCm, usualSize, remark };
    yield { bookingId, storeName, slot, stateText: stateText(state), items, ...told, ...times, outcome };
  }
}
