import type { CouponHere as CouponHereSchema } from '@omni/shared/contracts/members';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { lookupHash, sameText } from '../../kernel/crypto';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { beginTry } from '../../kernel/tries';
import * as coupons from '../coupons';
import * as identity from '../identity';
import type { Customer } from '../identity';
import * as stores from '../stores';
import { isFresh, readCode, windowOfGenuine } from './code.rules';
import { memberRecognised } from './events';
import { brandMark, digest } from './show-card';
import { findUse, takeOnce } from './use.model';

/** Whoever holds the reader: `till` names one till of a key, or one member of staff. */
export type Reader = { till: string; storeId: string };
export type CouponHere = z.input<typeof CouponHereSchema>;
export type ShownMember = {
  customer: Customer;
  memberNo: string;
  /** `会员 ****1234`: what a receipt may show. */
  displayName: string;
  /** What the counter of this store takes now, soonest to expire first. */
  coupons: CouponHere[];
};

/** The same till that lost the answer may ask again for so long, also after the code ran out. */
const ANSWERS_AGAIN_MS = 10 * 60_000;

/**
 * Who shows this card. One code is taken by one till: of many at once the first has it, and gets the same answer again; the visit is
 * noted once. Refuses: NOT_FOUND (store), TOO_MANY_TRIES, MEMBER_CODE_UNKNOWN (forged, or no longer anybody's), MEMBER_CODE_FOREIGN,
 * MEMBER_CODE_EXPIRED, MEMBER_CODE_USED.
 */
export async function resolveCode(ctx: Ctx, code: string, reader: Reader): Promise<ShownMember> {
  const { storeId } = reader;
  const store = await stores.requireStore(ctx, storeId);
  const { customerId, memberNo, window } = await openCode(ctx, code, reader);
  const customer = await identity.findCustomer(ctx, customerId);
  if (!customer) throw new AppError('MEMBER_CODE_UNKNOWN');
  const useId = lookupHash('member code use', `${memberNo}|${window}`);
  await takeCode(ctx, { useId, window, reader });
  await noteVisit(ctx, customer, { storeId, storeName: store.name, useId });
  return {
    customer,
    memberNo: customer.memberNo,
    displayName: `会员 ****${customer.memberNo.slice(-4)}`,
    coupons: await coupons.listUsableAt(ctx, customer.customerId, storeId),
  };
}

type Opened = { customerId: string; memberNo: string; window: number };

async function openCode(ctx: Ctx, text: string, { till }: Reader): Promise<Opened> {
  const code = readCode(text);
  if (code.kind === 'unknown') throw new AppError('MEMBER_CODE_UNKNOWN');
  if (code.kind === 'qr' && code.brand !== brandMark()) throw new AppError('MEMBER_CODE_FOREIGN');
  // Nobody guesses 132 bits; digits can be tried, and wrong ones count against the till.
  const { takeBack } = code.kind === 'digits' ? await beginTry(ctx, `member:${till}`) : { takeBack: null };
  const window = windowOfGenuine(code, ctx.now, { digest, sameText });
  const customerId = window === null ? null : await identity.findIdByMemberNo(ctx, code.memberNo);
  if (window === null || customerId === null) throw new AppError('MEMBER_CODE_UNKNOWN');
  await takeBack?.();
  return { customerId, memberNo: code.memberNo, window };
}

type Taking = { useId: string; window: number; reader: Reader };

async function takeCode(ctx: Ctx, { useId, window, reader }: Taking): Promise<void> {
  const { till, storeId } = reader;
  const known = await findUse(useId);
  if (!known && !isFresh(window, ctx.now)) throw new AppError('MEMBER_CODE_EXPIRED');
  const use = known ?? (await takeOnce({ _id: useId, by: till, storeId, at: ctx.now }));
  if (use.by !== till || use.storeId !== storeId)
    throw new AppError('MEMBER_CODE_USED', { at: use.at.toISOString() });
  if (ctx.now.getTime() - use.at.getTime() > ANSWERS_AGAIN_MS) throw new AppError('MEMBER_CODE_EXPIRED');
}

type Visit = { storeId: string; storeName: string; useId: string };

/** Seen in this store by their mini-program's id; who comes every day is noted as evidence once in a while, on the timeline each time. */
async function noteVisit(ctx: Ctx, { openid }: Customer, visit: Visit): Promise<void> {
  if (openid === null) return;
  const shown = [{ type: 'mp_openid', value: openid }] as const;
  const { customerId, origin } = await identity.noteSighting(ctx, { source: 'member-card', shown });
  await publish(ctx, memberRecognised, { key: customerId, body: { customerId, origin, ...visit } });
}
