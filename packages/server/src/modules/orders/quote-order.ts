import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as stores from '../stores';
import { MOST_FEN, draftTotals } from './draft.rules';

type QuoteContract = Contracts['orders.quote'];
type Quote = Answer<QuoteContract>;

/** What the cart comes to now, for whoever asks. Refuses: NOT_FOUND, PRODUCT_OFF_SHELF, COUPON_UNUSABLE. */
export async function quoteOrder(ctx: Ctx, input: Parsed<QuoteContract>): Promise<Quote> {
  const { customerId } = await identity.requireMember(ctx);
  if (input.storeId !== undefined) await stores.requireStore(ctx, input.storeId);
  return draftOrder(ctx, customerId, input);
}

/** Prices, the coupon's share of each line, freight, and what is to be paid. Writes nothing. */
export async function draftOrder(ctx: Ctx, customerId: string, input: Parsed<QuoteContract>): Promise<Quote> {
  const priced = await catalog.priceLines(ctx, input.lines);
  const { taken, losers } = await coupons.evaluate(ctx, {
    customerId,
    lines: priced,
    storeId: input.storeId ?? null,
    choice: input.coupon,
  });
  const { lines, totals } = draftTotals({
    lines: priced.map(({ categoryId: _categoryId, ...line }) => line),
    lineDiscountsFen: taken?.lineDiscountsFen ?? priced.map(() => 0),
    fulfilment: input.fulfilment,
    freightFen: config().DELIVERY_FREIGHT_FEN,
  });
  if (totals.payableFen > MOST_FEN) throw new AppError('INVALID_INPUT', { problem: '金额超出上限' });
  return {
    lines,
    ...totals,
    coupon: taken && { couponId: taken.couponId, title: taken.title, discountFen: totals.discountFen },
    losers,
  };
}
