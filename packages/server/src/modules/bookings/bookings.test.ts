import { shanghai } from '@omni/shared/time';
import mongoose from 'mongoose';
import { config } from '../../config';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as inventory from '../inventory';
import { aMember, aSku, everythingDone } from '../orders/testing';
import * as stores from '../stores';
import { integrityErrors } from './check-integrity';
import { aBook, aBooking, aColleague, book, openParlour, slotAt } from './testing';
import type { Booking, Parlour } from './testing';

let suite: Suite;
let shop: Parlour;
beforeAll(async () => {
  suite = await startSuite();
  shop = await openParlour(suite);
});
afterAll(() => suite.close());
afterEach(async () => expect(await integrityErrors(suite.ctx())).toEqual([]));

const stored = (bookingId: string) =>
  mongoose.connection.collection('fitting_bookings').findOne({ _id: bookingId as never });
const leftAt = async (storeId: string, slot: string): Promise<number | undefined> => {
  const { body } = await suite.call('bookings.slots', { storeId });
  return body.days.flatMap(({ slots }) => slots).find((one) => one.slot === slot)?.left;
};
const codesOf = async (...calls: Promise<{ code: string | undefined }>[]) =>
  (await Promise.all(calls)).map(({ code }) => code);
const dayOf = ({ slot }: Pick<Booking, 'slot'>): string => shanghai(new Date(slot)).date;
/** Moves the clocks so that it is so many minutes from the slot on. */
const goTo = async ({ slot }: Pick<Booking, 'slot'>, minutes: number): Promise<void> => {
  const target = new Date(slot).getTime() + minutes * 60_000;
  await suite.advance(Math.ceil((target - suite.ctx().now.getTime()) / 1000));
};

describe('slots', () => {
  it('say how many places are left, two in a store that says nothing', async () => {
    const slot = await slotAt(suite, shop.storeId, 5);
    expect(await leftAt(shop.storeId, slot)).toBe(2);
    await book(suite, (await aMember(suite)).token, aBook(shop, slot));
    expect(await leftAt(shop.storeId, slot)).toBe(1);
    expect(await leftAt(shop.otherStoreId, slot)).toBe(2);
  });

  it('are none where the store is shut, or has no room', async () => {
    const shut = await suite.call('bookings.slots', { storeId: shop.shutStoreId });
    expect(shut.body.days.map(({ slots }) => slots.length)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    await stores.saveStore(suite.ctx(), {
      ...(await stores.requireStore(suite.ctx(), shop.shutStoreId)),
      storeId: 'ROOMLESS',
      hours: stores.AROUND_THE_CLOCK,
      fittingRooms: 0,
    });
    const roomless = await suite.call('bookings.slots', { storeId: 'ROOMLESS' });
    expect(roomless.body).toMatchObject({ fittingRooms: 0 });
    expect(roomless.body.days.every(({ slots }) => slots.length === 0)).toBe(true);
    const slot = await slotAt(suite, shop.storeId, 3);
    const { token } = await aMember(suite);
    const refused = await suite.call('bookings.book', aBook(shop, slot, { storeId: 'ROOMLESS' }), token);
    expect(refused.code).toBe('BOOKING_SLOT_CLOSED');
    expect((await suite.call('bookings.slots', { storeId: 'NOWHERE' })).code).toBe('NOT_FOUND');
  });

  it('follow what the manager says of the rooms, also when fewer are left than were booked', async () => {
    const slot = await slotAt(suite, shop.storeId, 6);
    const rooms = (fittingRooms: number) =>
      suite.call('stores.setRouting', { storeId: shop.storeId, fittingRooms }, shop.manager);
    expect((await rooms(3)).body.fittingRooms).toBe(3);
    for (let i = 0; i < 3; i += 1) await book(suite, (await aMember(suite)).token, aBook(shop, slot));
    expect(await leftAt(shop.storeId, slot)).toBe(0);
    await rooms(2);
    expect(await leftAt(shop.storeId, slot)).toBe(0);
  });
});

describe('booking', () => {
  it('keeps what was asked for, and shows what the store has of it', async () => {
    const skuId = await aSku(suite, 0, shop.storeId);
    const slot = await slotAt(suite, shop.storeId, 8);
    const { token } = await aMember(suite);
    const asked = aBook(shop, slot, { items: [{ skuId: shop.skuId }, { skuId }] });
    const booking = await book(suite, token, asked);
    expect(booking).toMatchObject({
      state: 'booked',
      stateText: '待门店准备',
      slot,
      version: 1,
      heightCm: 168,
      usualSize: 'M',
      remark: '想搭配长裤',
      store: { storeId: shop.storeId, name: '静安寺店' },
      actions: ['change', 'cancel'],
    });
    expect(booking.items.map(({ inStore, laidOut }) => [inStore, laidOut])).toEqual([
      [true, null],
      [false, null],
    ]);
    expect(
      (await inventory.availableAt(suite.ctx(), [shop.storeId], [shop.skuId])).get(shop.storeId),
    ).toEqual(new Map([[shop.skuId, 1000]]));
    const mine = await suite.call('bookings.mine', {}, token);
    expect(mine.body.items.map(({ bookingId }) => bookingId)).toEqual([booking.bookingId]);
    expect((await suite.call('bookings.get', { bookingId: booking.bookingId }, token)).body).toEqual(booking);
  });

  it('the same tap again, and twice at once, is the same fitting', async () => {
    const { token } = await aMember(suite);
    const asked = aBook(shop, await slotAt(suite, shop.storeId, 10));
    const twins = await Promise.all([1, 2, 3, 4].map(() => suite.call('bookings.book', asked, token)));
    expect(twins.map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined]);
    expect(new Set(twins.map(({ body }) => body.bookingId)).size).toBe(1);
    expect(await leftAt(shop.storeId, asked.slot)).toBe(1);
    const other = await suite.call('bookings.book', { ...asked, usualSize: 'L' }, token);
    expect(other.code).toBe('REQUEST_REUSED');
  });

  it('is refused for times that are no slots', async () => {
    const { token } = await aMember(suite);
    const slot = new Date(await slotAt(suite, shop.storeId, 0)).getTime();
    const at = (ms: number) => new Date(ms).toISOString();
    const week = 7 * 24 * 3600_000;
    const wrong = [at(slot + 60_000), at(slot - 30 * 60_000), at(slot + week + 24 * 3600_000), at(0)];
    for (const time of wrong)
      expect((await suite.call('bookings.book', aBook(shop, time), token)).code).toBe('BOOKING_SLOT_CLOSED');
    const shut = aBook(shop, at(slot + 3600_000), { storeId: shop.shutStoreId });
    expect((await suite.call('bookings.book', shut, token)).code).toBe('BOOKING_SLOT_CLOSED');
  });

  it('is refused for pieces and stores that are not there', async () => {
    const { token } = await aMember(suite);
    const slot = await slotAt(suite, shop.storeId, 9);
    const product = aProduct({ prices: [100], onShelf: false });
    await catalog.saveProduct(suite.ctx(), product);
    const gone = aBook(shop, slot, { items: [{ skuId: product.skus[0]?.skuId ?? '' }] });
    const unknown = aBook(shop, slot, { items: [{ skuId: 'NOTHING' }] });
    const nowhere = aBook(shop, slot, { storeId: 'NOWHERE' });
    const twice = aBook(shop, slot, { items: [{ skuId: shop.skuId }, { skuId: shop.skuId }] });
    const tall = aBook(shop, slot, { heightCm: 400 });
    const asked = [gone, unknown, nowhere, twice, tall].map((one) => suite.call('bookings.book', one, token));
    expect(await codesOf(...asked)).toEqual([
      'PRODUCT_OFF_SHELF',
      'NOT_FOUND',
      'NOT_FOUND',
      'INVALID_INPUT',
      'INVALID_INPUT',
    ]);
  });

  it('nobody has two at one time, or more than three to come', async () => {
    const { token } = await aMember(suite);
    const slots = await Promise.all([12, 13, 14, 15].map((n) => slotAt(suite, shop.storeId, n)));
    const [one = '', two = '', three = '', four = ''] = slots;
    const first = await book(suite, token, aBook(shop, one));
    const elsewhere = aBook(shop, one, { storeId: shop.otherStoreId });
    expect((await suite.call('bookings.book', elsewhere, token)).code).toBe('BOOKING_TWICE');
    await book(suite, token, aBook(shop, two));
    await book(suite, token, aBook(shop, three));
    expect((await suite.call('bookings.book', aBook(shop, four), token)).code).toBe('BOOKING_TOO_MANY');
    await suite.call('bookings.cancel', { bookingId: first.bookingId }, token);
    expect((await book(suite, token, aBook(shop, four))).state).toBe('booked');
    const page = await suite.call('bookings.mine', { limit: 3 }, token);
    expect(page.body.items.map(({ slot }) => slot)).toEqual([four, three, two]);
    const rest = await suite.call('bookings.mine', { cursor: page.body.nextCursor ?? '' }, token);
    expect(rest.body.items.map(({ state }) => state)).toEqual(['cancelled']);
    expect((await suite.call('bookings.mine', { cursor: 'x' }, token)).code).toBe('INVALID_INPUT');
  });

  it('is nobody else’s', async () => {
    const { booking } = await aBooking(suite, shop, 16);
    const { token } = await aMember(suite);
    const { bookingId } = booking;
    expect(
      await codesOf(
        suite.call('bookings.get', { bookingId }, token),
        suite.call('bookings.cancel', { bookingId }, token),
        suite.call('bookings.change', { bookingId, version: 1, items: [{ skuId: shop.skuId }] }, token),
        suite.call('bookings.get', { bookingId: 'x'.repeat(20) }, token),
      ),
    ).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect((await suite.call('bookings.mine', {}, token)).body.items).toEqual([]);
  });
});

describe('changing and cancelling', () => {
  it('moves the place and has everything prepared anew', async () => {
    const { member, booking } = await aBooking(suite, shop, 18);
    const { bookingId } = booking;
    await suite.call('bookings.prepare', { bookingId, version: 1, missing: [] }, shop.guide);
    const slot = await slotAt(suite, shop.storeId, 19);
    const change = { bookingId, version: 1, slot, items: [{ skuId: shop.otherSkuId }] };
    const changed = await suite.call('bookings.change', change, member.token);
    expect(changed.body).toMatchObject({ state: 'booked', slot, version: 2, preparedAt: null });
    expect(changed.body.items.map(({ skuId, laidOut }) => [skuId, laidOut])).toEqual([
      [shop.otherSkuId, null],
    ]);
    expect(await leftAt(shop.storeId, booking.slot)).toBe(2);
    expect(await leftAt(shop.storeId, slot)).toBe(1);
    expect((await suite.call('bookings.change', change, member.token)).body).toEqual(changed.body);
    // Seen before the change: not what is wanted any more.
    const late = { bookingId, version: 1, items: [{ skuId: shop.skuId }] };
    expect((await suite.call('bookings.change', late, member.token)).code).toBe('BOOKING_STATE_CONFLICT');
    const old = await suite.call('bookings.prepare', { bookingId, version: 1 }, shop.guide);
    expect(old.code).toBe('BOOKING_STATE_CONFLICT');
  });

  it('is refused into what is full, shut, taken by themselves, or off the shelf', async () => {
    const { member, booking } = await aBooking(suite, shop, 21);
    const full = (await aBooking(suite, shop, 22)).booking.slot;
    await book(suite, (await aMember(suite)).token, aBook(shop, full));
    const own = await book(suite, member.token, aBook(shop, await slotAt(suite, shop.storeId, 23)));
    const product = aProduct({ prices: [100], onShelf: false });
    await catalog.saveProduct(suite.ctx(), product);
    const { bookingId } = booking;
    const change = (given: object) =>
      suite.call('bookings.change', { bookingId, version: 1, ...given }, member.token);
    expect(
      await codesOf(
        change({ slot: full }),
        change({ slot: new Date(0).toISOString() }),
        change({ slot: own.slot }),
        change({ items: [{ skuId: product.skus[0]?.skuId }] }),
      ),
    ).toEqual(['BOOKING_SLOT_FULL', 'BOOKING_SLOT_CLOSED', 'BOOKING_TWICE', 'PRODUCT_OFF_SHELF']);
    expect(await leftAt(shop.storeId, booking.slot)).toBe(1);
  });

  it('gives the place back once, and forgets what was told of the body', async () => {
    const { member, booking } = await aBooking(suite, shop, 25);
    const { bookingId } = booking;
    const cancel = () => suite.call('bookings.cancel', { bookingId }, member.token);
    const both = await Promise.all([cancel(), cancel()]);
    expect(both.map(({ body }) => body.state)).toEqual(['cancelled', 'cancelled']);
    expect((await cancel()).body).toMatchObject({ state: 'cancelled', heightCm: null, remark: null });
    expect(await leftAt(shop.storeId, booking.slot)).toBe(2);
    const late = { bookingId, version: 1, items: [{ skuId: shop.skuId }] };
    expect((await suite.call('bookings.change', late, member.token)).code).toBe('BOOKING_STATE_CONFLICT');
    const staff = await codesOf(
      suite.call('bookings.prepare', { bookingId, version: 1 }, shop.guide),
      suite.call('bookings.arrive', { bookingId }, shop.guide),
      suite.call('bookings.finish', { bookingId, outcome: 'bought' }, shop.guide),
    );
    expect(staff).toEqual(['BOOKING_STATE_CONFLICT', 'BOOKING_STATE_CONFLICT', 'BOOKING_STATE_CONFLICT']);
  });

  it('ends when the slot begins', async () => {
    const { member, booking } = await aBooking(suite, shop, 1);
    const { bookingId } = booking;
    await goTo(booking, 0);
    const items = [{ skuId: shop.skuId }];
    expect(
      await codesOf(
        suite.call('bookings.change', { bookingId, version: 1, items }, member.token),
        suite.call('bookings.cancel', { bookingId }, member.token),
      ),
    ).toEqual(['BOOKING_TOO_LATE', 'BOOKING_TOO_LATE']);
    expect((await suite.call('bookings.get', { bookingId }, member.token)).body.actions).toEqual([]);
    await suite.call('bookings.arrive', { bookingId }, shop.guide);
    expect((await suite.call('bookings.cancel', { bookingId }, member.token)).code).toBe(
      'BOOKING_STATE_CONFLICT',
    );
  });
});

describe('the store', () => {
  it('sees its own day by slot, without a name or a number', async () => {
    const later = (await aBooking(suite, shop, 30)).booking;
    const sooner = (await aBooking(suite, shop, 29)).booking;
    const { body } = await suite.call(
      'bookings.queue',
      { storeId: shop.storeId, day: dayOf(sooner) },
      shop.guide,
    );
    const ids = body.items.map(({ bookingId }) => bookingId);
    if (dayOf(sooner) === dayOf(later))
      expect(ids.indexOf(sooner.bookingId)).toBeLessThan(ids.indexOf(later.bookingId));
    const task = body.items.find(({ bookingId }) => bookingId === sooner.bookingId);
    expect(task).toMatchObject({ customerText: '顾客', usualSize: 'M', actions: ['prepare', 'arrive'] });
    const other = await suite.call(
      'bookings.queue',
      { storeId: shop.otherStoreId, day: dayOf(later) },
      shop.elsewhere,
    );
    expect(other.body.items.map(({ bookingId }) => bookingId)).not.toContain(later.bookingId);
  });

  it('is its guides and managers only', async () => {
    const { booking } = await aBooking(suite, shop, 31);
    const { bookingId, slot } = booking;
    const clerk = await aColleague(suite, shop.storeId, 'clerk', 'dianyuan');
    const operator = await aColleague(suite, shop.storeId, 'operator', 'yunying');
    const calls = (token: string) =>
      codesOf(
        suite.call('bookings.queue', { storeId: shop.storeId, day: dayOf({ slot }) }, token),
        suite.call('bookings.prepare', { bookingId, version: 1 }, token),
        suite.call('bookings.arrive', { bookingId }, token),
        suite.call('bookings.finish', { bookingId, outcome: 'left' }, token),
      );
    for (const token of [clerk, operator]) expect(await calls(token)).toEqual(Array(4).fill('FORBIDDEN'));
    expect(await calls(shop.elsewhere)).toEqual(Array(4).fill('NOT_FOUND'));
    const nobody = { bookingId: 'x'.repeat(20) };
    expect((await suite.call('bookings.arrive', nobody, shop.guide)).code).toBe('NOT_FOUND');
  });

  it('prepares, receives and finishes; twice is once, out of order is refused', async () => {
    const { member, booking } = await aBooking(suite, shop, 5);
    const { bookingId } = booking;
    const finish = (outcome: 'bought' | 'tried') =>
      suite.call('bookings.finish', { bookingId, outcome }, shop.manager);
    expect((await finish('bought')).code).toBe('BOOKING_STATE_CONFLICT');
    const prepare = () =>
      suite.call('bookings.prepare', { bookingId, version: 1, missing: [shop.otherSkuId] }, shop.guide);
    const strange = { bookingId, version: 1, missing: ['SOMETHING-ELSE'] };
    expect((await suite.call('bookings.prepare', strange, shop.guide)).code).toBe('INVALID_INPUT');
    const both = await Promise.all([prepare(), prepare()]);
    expect(both.map(({ body }) => [body.state, body.preparedBy])).toEqual(
      Array(2).fill(['prepared', '小xiaomei']),
    );
    expect((await prepare()).body.items.map(({ laidOut }) => laidOut)).toEqual([true, false]);
    const seen = await suite.call('bookings.get', { bookingId }, member.token);
    expect(seen.body).toMatchObject({ stateText: '已备好，等您到店', actions: ['change', 'cancel'] });
    const arrive = () => suite.call('bookings.arrive', { bookingId }, shop.guide);
    expect((await Promise.all([arrive(), arrive()])).map(({ body }) => body.state)).toEqual([
      'arrived',
      'arrived',
    ]);
    expect((await prepare()).code).toBe('BOOKING_STATE_CONFLICT');
    expect((await Promise.all([finish('bought'), finish('bought')])).map(({ code }) => code)).toEqual([
      undefined,
      undefined,
    ]);
    expect((await finish('bought')).body).toMatchObject({ state: 'done', outcome: 'bought' });
    expect((await finish('tried')).code).toBe('BOOKING_STATE_CONFLICT');
    expect(await stored(bookingId)).toMatchObject({ heightCm: null, usualSize: null, remark: null });
  });

  it('receives whoever comes unprepared, but not on another day', async () => {
    const soon = (await aBooking(suite, shop, 4)).booking;
    expect((await suite.call('bookings.arrive', { bookingId: soon.bookingId }, shop.guide)).body.state).toBe(
      'arrived',
    );
    const far = (await aBooking(suite, shop, 60)).booking;
    expect((await suite.call('bookings.arrive', { bookingId: far.bookingId }, shop.guide)).code).toBe(
      'BOOKING_TOO_EARLY',
    );
  });

  it('waits an hour for whoever does not come; who took another time is not meant', async () => {
    await suite.advance(12 * 3600);
    const [absent, moved, here] = [
      await aBooking(suite, shop, 2),
      await aBooking(suite, shop, 2),
      await aBooking(suite, shop, 3),
    ];
    const slot = await slotAt(suite, shop.storeId, 30);
    const change = { bookingId: moved.booking.bookingId, version: 1, slot };
    expect((await suite.call('bookings.change', change, moved.member.token)).code).toBeUndefined();
    await suite.call('bookings.arrive', { bookingId: here.booking.bookingId }, shop.guide);
    await suite.settle();
    await goTo(absent.booking, 59);
    await suite.settle();
    expect(await stored(absent.booking.bookingId)).toMatchObject({ state: 'booked' });
    await goTo(here.booking, 61);
    await suite.settle();
    expect(await stored(absent.booking.bookingId)).toMatchObject({ state: 'no_show', heightCm: null });
    expect(await stored(moved.booking.bookingId)).toMatchObject({ state: 'booked' });
    expect(await stored(here.booking.bookingId)).toMatchObject({ state: 'arrived' });
    const late = { bookingId: absent.booking.bookingId };
    expect((await suite.call('bookings.arrive', late, shop.guide)).code).toBe('BOOKING_STATE_CONFLICT');
  });
});

describe('who is told', () => {
  const toStaff = async () =>
    (await suite.sandbox.control.wecom.sent('xiaomei')).messages.map((message) => JSON.stringify(message));

  it('the guides of the store: booked, changed, cancelled, each once', async () => {
    const before = (await toStaff()).length;
    const { member, booking } = await aBooking(suite, shop, 33);
    await everythingDone(suite);
    const { bookingId } = booking;
    await suite.call(
      'bookings.change',
      { bookingId, version: 1, items: [{ skuId: shop.skuId }] },
      member.token,
    );
    await everythingDone(suite);
    await suite.call('bookings.cancel', { bookingId }, member.token);
    await everythingDone(suite);
    const told = (await toStaff()).slice(before);
    expect(told).toHaveLength(3);
    expect(told[0]).toContain('新的试穿预约');
    expect(told[1]).toContain('试穿预约有改动');
    expect(told[2]).toContain('试穿预约已取消');
    for (const text of told) expect(text).toContain('静安寺店');
  });

  it('the shopper: prepared, and again two hours before, when they asked for it', async () => {
    const token = await suite.loginShopper('lin');
    const templateIds = [
      config().SUBSCRIBE_TEMPLATE_FITTING_READY ?? '',
      config().SUBSCRIBE_TEMPLATE_FITTING_REMINDER ?? '',
    ];
    await suite.sandbox.control.subscribe('lin', { templateIds, answer: 'accept' });
    const slot = await slotAt(suite, shop.storeId, 20);
    const { bookingId } = await book(suite, token, aBook(shop, slot));
    await suite.call('bookings.prepare', { bookingId, version: 1, missing: [shop.skuId] }, shop.guide);
    await everythingDone(suite);
    const inbox = async () =>
      (await suite.sandbox.control.inbox('lin')).messages.map((one) => JSON.stringify(one));
    const fittings = async () => (await inbox()).filter((text) => text.includes(bookingId));
    expect(await fittings()).toHaveLength(1);
    expect((await fittings())[0]).toContain('已备好，其中 1 件本店暂缺');
    await goTo({ slot }, -119);
    await everythingDone(suite);
    expect(await fittings()).toHaveLength(2);
    expect(await stored(bookingId)).toMatchObject({
      told: { prepared1: { state: 'done' }, reminder1: { state: 'done' } },
    });
  });

  it('nobody who did not ask; that is written down and not tried again', async () => {
    const token = await suite.loginShopper('wang');
    const { bookingId } = await book(suite, token, aBook(shop, await slotAt(suite, shop.storeId, 40)));
    await suite.call('bookings.prepare', { bookingId, version: 1 }, shop.guide);
    await everythingDone(suite);
    expect(await stored(bookingId)).toMatchObject({
      told: { prepared1: { state: 'refused', code: '43101' } },
    });
  });
});
