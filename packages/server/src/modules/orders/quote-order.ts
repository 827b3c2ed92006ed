import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import type { PricedLine } from '../catalog';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as stores from '../stores';
import { MOST_FEN, draftTotals, freightOf, goodsOf } from './draft.rules';
import { hasPaidOrder } from './order.model';

type QuoteContract = Contracts['orders.quote'];
type Quote = Answer<QuoteContract>;
/** `explain`: why coupons lost is wanted even when none shall be used. */
type Wish = Parsed<QuoteContract> & { explain?: boolean };
type Draft = { quote: Quote; taken: coupons.TakenCoupon[] };

/** What the cart comes to now, for whoever asks. Refuses: NOT_FOUND, PRODUCT_OFF_SHELF, COUPON_UNUSABLE. */
export async function quoteOrder(ctx: Ctx, input: Parsed<QuoteContract>): Promise<Quote> {
  const { customerId } = await identity.requireMemberId(ctx);
  if (input.storeId !== undefined) await stores.requireStore(ctx, input.storeId);
  return (await draftOrder(ctx, customerId, { ...input, explain: true })).quote;
}

/** Prices, the coupons' share of each line, gifts, freight, and what is to be paid. Writes nothing. */
export async function draftOrder(ctx: Ctx, customerId: string, wish: Wish): Promise<Draft> {
  const priced = await catalog.priceLines(ctx, wish.lines);
  const freightFen = freightOf(wish.fulfilment, goodsOf(priced), config().DELIVERY_FREIGHT_FEN);
  const { taken, freightOffFen, gifts, losers } = await evaluate(ctx, wish, {
    customerId,
    priced,
    freightFen,
  });
  const { lines, totals } = draftTotals({
    lines: priced.map(withoutCategory),
    gifts: (await catalog.giftLines(ctx, gifts)).map(withoutCategory),
    couponShares: taken.map(({ lineDiscountsFen }) => lineDiscountsFen),
    freightFen: freightFen - freightOffFen,
  });
  if (totals.payableFen > MOST_FEN) throw new AppError('INVALID_INPUT', { problem: '金额超出上限' });
  const named = taken.map(({ couponId, title, discountFen }) => ({ couponId, title, discountFen }));
  return { quote: { lines, ...totals, coupons: named, losers }, taken };
}

const withoutCategory = ({ categoryId: _categoryId, ...line }: PricedLine): Omit<PricedLine, 'categoryId'> =>
  line;

type Facts = { customerId: string; priced: PricedLine[]; freightFen: number };
const NO_COUPONS: coupons.Evaluation = { taken: [], freightOffFen: 0, gifts: [], losers: [] };

async function evaluate(ctx: Ctx, wish: Wish, facts: Facts): Promise<coupons.Evaluation> {
  if (wish.coupon === 'none' && !wish.explain) return NO_COUPONS;
  const { customerId, priced, freightFen } = facts;
  return coupons.evaluate(ctx, {
    customerId,
    lines: priced,
    storeId: wish.storeId ?? null,
    freightFen,
    choice: wish.coupon,
    isNewMember: async () => !(await hasPaidOrder(customerId)),
  });
}
