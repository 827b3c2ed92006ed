import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';

/** What the pages show, named once; the contracts are consumed as types only, so that zod stays out of the bundle. */
export type Staff = Reply<Contracts['staff.me']>;
export type Customer = Reply<Contracts['guides.getCustomer']>;
export type CustomerOrder = Customer['orders'][number];
export type MemberHere = Reply<Contracts['guides.openMember']>;
export type Browsed = Customer['browsing'][number];
export type Coupon = Customer['coupons'][number];
export type TimelineItem = Reply<Contracts['guides.listTimeline']>['items'][number];
export type Script = Reply<Contracts['guides.suggestScripts']>['scripts'][number];
export type Queue = Reply<Contracts['pickup.listQueue']>;
export type PickupTask = Queue['items'][number];
export type Stage = PickupTask['stage'];
export type FittingTask = Reply<Contracts['bookings.queue']>['items'][number];
export type SceneCode = Reply<Contracts['stores.makeSceneCode']>;

/** A refusal of any endpoint, as far as a screen needs to know it. */
export type Refusal = { code: string; message: string; details?: Record<string, unknown> };
export type AftersaleCase = Reply<Contracts['aftersale.getForStaff']>;
export type StuckOrder = Reply<Contracts['routing.listStuck']>['items'][number];
export type BillDifference = Reply<Contracts['payments.listDifferences']>['items'][number];
export type FailedRefund = Reply<Contracts['payments.listFailedRefunds']>['items'][number];
export type QueuedInvoice = Reply<Contracts['invoices.queue']>['items'][number];
export type CounterCoupon = Reply<Contracts['coupons.checkCode']>;
