import { randomUUID } from 'node:crypto';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { openSession } from '../../kernel/sessions';
import type { Suite } from '../../testing';
import { aMember, openShop } from '../orders/testing';
import type { Shop, TestMember } from '../orders/testing';
import * as staff from '../staff';
import type { StaffRole } from '../staff';

export type Booking = Reply<Contracts['bookings.get']>;
export type Task = Reply<Contracts['bookings.prepare']>;
type Book = Input<Contracts['bookings.book']>;

export type Parlour = Shop & { guide: string; manager: string; elsewhere: string };

/** A store that never closes with 小美 (guide) and 老板 (manager); 阿强 is the guide of the other one. */
export async function openParlour(suite: Suite): Promise<Parlour> {
  const shop = await openShop(suite);
  return {
    ...shop,
    guide: await aColleague(suite, shop.storeId, 'guide', 'xiaomei'),
    manager: await aColleague(suite, shop.storeId, 'manager', 'dianzhang'),
    elsewhere: await aColleague(suite, shop.otherStoreId, 'guide', 'aqiang'),
  };
}

export async function aColleague(
  suite: Suite,
  storeId: string,
  ...[role, userid]: [StaffRole, string]
): Promise<string> {
  const stores = [{ storeId, name: storeId }];
  await staff.saveStaff(suite.ctx(), { userid, name: `小${userid}`, role, stores });
  return openSession({ kind: 'staff', id: userid }, 30 * 24 * 3600);
}

/** The n-th free slot of a store, counted from now. */
export async function slotAt(suite: Suite, storeId: string, n: number): Promise<string> {
  const { body } = await suite.call('bookings.slots', { storeId });
  const slot = body.days.flatMap(({ slots }) => slots)[n]?.slot;
  if (slot === undefined) throw new Error(`no slot ${n} at ${storeId}`);
  return slot;
}

export const aBook = (shop: Shop, slot: string, given: Partial<Book> = {}): Book => ({
  requestId: randomUUID(),
  storeId: shop.storeId,
  slot,
  items: [{ skuId: shop.skuId }, { skuId: shop.otherSkuId }],
  heightCm: 168,
  usualSize: 'M',
  remark: '想搭配长裤',
  ...given,
});

export async function book(suite: Suite, token: string, input: Book): Promise<Booking> {
  const { body, code } = await suite.call('bookings.book', input, token);
  if (code) throw new Error(`bookings.book refused ${code}`);
  return body;
}

/** Somebody new, with a fitting at the n-th free slot. */
export async function aBooking(
  suite: Suite,
  shop: Shop,
  n: number,
): Promise<{ member: TestMember; booking: Booking }> {
  const member = await aMember(suite);
  const slot = await slotAt(suite, shop.storeId, n);
  return { member, booking: await book(suite, member.token, aBook(shop, slot)) };
}
