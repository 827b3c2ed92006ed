import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { lookupHash, sameText } from '../../kernel/crypto';
import { AppError } from '../../kernel/errors';
import { beginTry } from '../../kernel/tries';
import * as identity from '../identity';
import * as staff from '../staff';
import { codeText, isFresh, isGenuine, readCode, secondsLeft, windowOf } from './code.rules';
import { atCounter } from './counter.rules';
import { findCoupon } from './coupon.model';
import * as life from './life.rules';
import type { Coupon } from './life.rules';
import { isRefused, move } from './move-coupon';
import { isForStores, placeProblem, presentCoupon } from './present';
import { budgetKeys, dropBudgets, keepBudgets, reserveBudgets } from './spend-budget';
import type { Reserved } from './spend-budget';

type ShowCode = Contracts['coupons.showCode'];
type CheckCode = Contracts['coupons.checkCode'];
type Redeem = Contracts['coupons.redeem'];

/** Bound to its owner too, so that a coupon that went to another customer takes its shown codes with it. */
const digestOf = ({ _id, customerId }: Pick<Coupon, '_id' | 'customerId'>, window: number): string =>
  lookupHash('coupon counter code', `${_id}|${customerId}|${window}`);

/** Refuses: NOT_FOUND, COUPON_UNUSABLE with `reason`. */
export async function showCode(ctx: Ctx, { couponId }: Parsed<ShowCode>): Promise<Answer<ShowCode>> {
  const { customerId } = await identity.requireMember(ctx);
  const coupon = await findCoupon(couponId);
  if (coupon?.customerId !== customerId) throw new AppError('NOT_FOUND');
  const problem = isForStores(coupon) ? life.stateProblem(coupon, ctx.now) : '这张券不能在门店使用';
  if (problem !== null) throw new AppError('COUPON_UNUSABLE', { couponId, reason: problem });
  const window = windowOf(ctx.now);
  const qrText = codeText({ couponId, window, digest: digestOf(coupon, window) });
  return { qrText, refreshInSeconds: secondsLeft(ctx.now) };
}

/** Refuses: NOT_FOUND (a store that is not theirs) and every refusal of the code. */
export async function checkCode(ctx: Ctx, input: Parsed<CheckCode>): Promise<Answer<CheckCode>> {
  const { coupon, window } = await openCode(ctx, input);
  const { discountFen } = requireUsable(ctx, coupon, { ...input, window });
  await staff.recordAudit(ctx, {
    action: 'coupons.checkCode',
    subject: coupon._id,
    storeId: input.storeId,
  });
  return { coupon: presentCoupon(coupon, ctx.now), discountFen };
}

/**
 * Uses the coupon by the ledger's one conditional update, so that of any number of clerks and orders exactly one has it. The
 * same `useRequestNo` again answers the same use, also after the code ran out. Refuses like checkCode.
 */
export async function redeem(ctx: Ctx, input: Parsed<Redeem>): Promise<Answer<Redeem>> {
  const { coupon, window } = await openCode(ctx, input);
  const { storeId, useRequestNo: requestNo, amountFen } = input;
  if (life.isUseOf(coupon, { requestNo, storeId })) return answer(ctx, coupon, amountFen);
  const { costFen } = requireUsable(ctx, coupon, { ...input, window });
  const keys = budgetKeys(coupon, { customerId: coupon.customerId, storeId });
  const reserved = await reserveBudgets(ctx, [{ couponId: coupon._id, cost: { fen: costFen, keys } }]);
  const used = await useOnce(ctx, coupon, { requestNo, storeId, reserved });
  await staff.recordAudit(ctx, { action: 'coupons.redeem', subject: coupon._id, storeId });
  return answer(ctx, used, amountFen);
}

type Use = { requestNo: string; storeId: string; reserved: Reserved[] };

async function useOnce(ctx: Ctx, coupon: Coupon, { reserved, ...by }: Use): Promise<Coupon> {
  const couponId = coupon._id;
  const spent = reserved[0]?.spent ?? null;
  const step = await move(couponId, { at: ctx.now, ref: by.requestNo }, (now) =>
    life.redeem(now, { ...by, now: ctx.now, spent }),
  );
  await (typeof step === 'object' && 'change' in step ? keepBudgets : dropBudgets)(ctx, reserved);
  if (isRefused(step)) throw new AppError('COUPON_UNUSABLE', { couponId, reason: step.refused });
  const used = await findCoupon(couponId);
  if (!used) throw new AppError('NOT_FOUND');
  return used;
}

function answer(ctx: Ctx, coupon: Coupon, amountFen: number | undefined): Answer<Redeem> {
  const { discountFen } = atCounter(coupon.kind, amountFen);
  const usedAt = (coupon.usedAt ?? ctx.now).toISOString();
  return { coupon: presentCoupon(coupon, ctx.now), discountFen, usedAt };
}

/** The coupon of a code we made. A code nobody made counts against the clerk who tried it. */
async function openCode(
  ctx: Ctx,
  { storeId, code }: { storeId: string; code: string },
): Promise<{ coupon: Coupon; window: number }> {
  const { userid } = await staff.requireAtStore(ctx, storeId);
  const { takeBack } = await beginTry(ctx, `coupon:${userid}`);
  const read = readCode(code);
  const coupon = read && (await findCoupon(read.couponId));
  if (!read || !coupon || !isGenuine(read, digestOf(coupon, read.window), sameText))
    throw new AppError('COUPON_CODE_UNKNOWN');
  await takeBack();
  return { coupon, window: read.window };
}

type AtCounter = { storeId: string; amountFen?: number | undefined; window: number };

function requireUsable(ctx: Ctx, coupon: Coupon, at: AtCounter): ReturnType<typeof atCounter> {
  const offer = atCounter(coupon.kind, at.amountFen);
  const problem =
    life.stateProblem(coupon, ctx.now) ??
    (isFresh(at.window, ctx.now) ? null : 'code') ??
    placeProblem(coupon, at.storeId, ctx.now) ??
    offer.problem;
  if (problem === 'code') throw new AppError('COUPON_CODE_EXPIRED');
  if (problem !== null) throw new AppError('COUPON_UNUSABLE', { couponId: coupon._id, reason: problem });
  return offer;
}
