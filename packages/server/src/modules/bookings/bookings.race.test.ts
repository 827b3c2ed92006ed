import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aMember } from '../orders/testing';
import { integrityErrors } from './check-integrity';
import { holdersOf } from './place.model';
import { aBook, aBooking, book, openParlour, slotAt } from './testing';
import type { Parlour } from './testing';

let suite: Suite;
let shop: Parlour;
beforeAll(async () => {
  suite = await startSuite();
  shop = await openParlour(suite);
});
afterAll(() => suite.close());
afterEach(async () => expect(await integrityErrors(suite.ctx())).toEqual([]));

const tally = (codes: (string | undefined)[]): Record<string, number> =>
  codes.reduce<Record<string, number>>(
    (counts, code = 'ok') => ({ ...counts, [code]: (counts[code] ?? 0) + 1 }),
    {},
  );
const all = async (calls: Promise<{ code: string | undefined }>[]) =>
  tally((await Promise.all(calls)).map(({ code }) => code));

test('of twenty shoppers at two places, two get one', async () => {
  const slot = await slotAt(suite, shop.storeId, 5);
  const crowd = await Promise.all(Array.from({ length: 20 }, () => aMember(suite)));
  const outcome = await all(crowd.map(({ token }) => suite.call('bookings.book', aBook(shop, slot), token)));
  expect(outcome).toEqual({ ok: 2, BOOKING_SLOT_FULL: 18 });
  expect(await holdersOf(shop.storeId, new Date(slot))).toHaveLength(2);
});

test('of those who move to the last place and those who book it, one gets it', async () => {
  const slot = await slotAt(suite, shop.storeId, 8);
  await book(suite, (await aMember(suite)).token, aBook(shop, slot));
  const movers = await Promise.all([9, 10, 11, 12].map((n) => aBooking(suite, shop, n)));
  const newcomers = await Promise.all(Array.from({ length: 4 }, () => aMember(suite)));
  const outcome = await all([
    ...movers.map(({ member, booking: { bookingId } }) =>
      suite.call('bookings.change', { bookingId, version: 1, slot }, member.token),
    ),
    ...newcomers.map(({ token }) => suite.call('bookings.book', aBook(shop, slot), token)),
  ]);
  expect(outcome).toEqual({ ok: 1, BOOKING_SLOT_FULL: 7 });
});

test('one customer with many phones at once has three to come, and one at a time', async () => {
  const { token } = await aMember(suite);
  const slots = await Promise.all([20, 21, 22, 23, 24, 25].map((n) => slotAt(suite, shop.storeId, n)));
  const many = await all(slots.map((slot) => suite.call('bookings.book', aBook(shop, slot), token)));
  expect(many).toEqual({ ok: 3, BOOKING_TOO_MANY: 3 });
  const other = await aMember(suite);
  const [slot = ''] = slots;
  const places = [shop.storeId, shop.otherStoreId, shop.otherStoreId, shop.otherStoreId];
  const same = await all(
    places.map((storeId) => suite.call('bookings.book', aBook(shop, slot, { storeId }), other.token)),
  );
  expect(same).toEqual({ ok: 1, BOOKING_TWICE: 3 });
});

test('whoever is first wins: the shopper who cancels, or the guide who receives them', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { member, booking } = await aBooking(suite, shop, n);
    const { bookingId } = booking;
    const [cancelled, arrived] = await Promise.all([
      suite.call('bookings.cancel', { bookingId }, member.token),
      suite.call('bookings.arrive', { bookingId }, shop.guide),
    ]);
    const { body } = await suite.call('bookings.get', { bookingId }, member.token);
    expect([cancelled.code, arrived.code, body.state]).toEqual(
      body.state === 'cancelled'
        ? [undefined, 'BOOKING_STATE_CONFLICT', 'cancelled']
        : ['BOOKING_STATE_CONFLICT', undefined, 'arrived'],
    );
  }
});

test('what is prepared is what was last asked for', async () => {
  for (let n = 40; n < 44; n += 1) {
    const { member, booking } = await aBooking(suite, shop, n);
    const { bookingId } = booking;
    const items = [{ skuId: shop.otherSkuId }];
    const [changed, prepared] = await Promise.all([
      suite.call('bookings.change', { bookingId, version: 1, items }, member.token),
      suite.call('bookings.prepare', { bookingId, version: 1 }, shop.guide),
    ]);
    expect(changed.code).toBeUndefined();
    expect([undefined, 'BOOKING_STATE_CONFLICT']).toContain(prepared.code);
    const { body } = await suite.call('bookings.get', { bookingId }, member.token);
    expect([body.state, body.version, body.items.length]).toEqual(['booked', 2, 1]);
  }
});
