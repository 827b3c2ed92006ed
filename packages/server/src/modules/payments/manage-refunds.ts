import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { PlatformRefusal, askPlatform } from '../../kernel/call-out';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import { cutPage, readCursor } from '../../kernel/paging';
import { applyAbnormalRefund } from '../../platform/wechat-pay';
import type { Refund as ToldRefund } from '../../platform/wechat-pay';
import * as staff from '../staff';
import { sendRefund } from './jobs';
import { giveTurn, retakeTurn } from './payment.model';
import { presentFailedRefund } from './present';
import { settleRefund } from './pursue-refund';
import { findFailed, findRefundsOf, markNotRedirected, markRedirected } from './refund.model';
import type { Refund } from './refund.model';
import { nextRefundLook } from './refund.rules';
import { retryRefund } from './refund-payment';

type List = Contracts['payments.listFailedRefunds'];
type Retry = Contracts['payments.retryRefund'];
type Redirect = Contracts['payments.redirectRefund'];

/** Money between shoppers and the brand is head office's business. Refuses: FORBIDDEN. */
export async function requireOperator(ctx: Ctx): Promise<staff.StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}

export async function listFailedRefunds(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  await requireOperator(ctx);
  const rows = await findFailed(readCursor(input.cursor), input.limit + 1);
  const { page, nextCursor } = cutPage(rows, input.limit, (row) => ({
    at: row.failedAt ?? row.createdAt,
    id: row._id,
  }));
  return { items: page.map(presentFailedRefund), nextCursor };
}

export async function retry(ctx: Ctx, input: Parsed<Retry>): Promise<Answer<Retry>> {
  await requireOperator(ctx);
  return inTransaction(async () => {
    const retried = await retryRefund(ctx, input);
    await staff.recordAudit(ctx, { action: 'payments.retryRefund', subject: retried.outRefundNo });
    return retried;
  });
}

/**
 * The shopper's card is dead: the money goes to another card of theirs, or back to the merchant's account, who then has to pay
 * the shopper some other way. What is typed here is not kept.
 */
export async function redirectRefund(ctx: Ctx, input: Parsed<Redirect>): Promise<Answer<Redirect>> {
  await requireOperator(ctx);
  const sameKey = (await findRefundsOf(input.orderId)).filter((row) => (row.key ?? 'full') === input.key);
  if (sameKey.length === 0) throw new AppError('NOT_FOUND');
  const refund = sameKey.find(({ failure }) => failure === 'ABNORMAL');
  if (!refund?.refundId) throw new AppError('REFUND_STATE_CONFLICT');
  await beginRedirect(ctx, refund, input.to.kind);
  const told = await send(ctx, refund, input.to);
  await settleRefund(ctx, refund, { told });
  return { outRefundNo: refund._id };
}

/** Written down before WeChat Pay is called, so that whatever happens to the answer somebody asks after it. */
const beginRedirect = (ctx: Ctx, refund: Refund, to: string): Promise<void> =>
  inTransaction(async () => {
    const { _id: outRefundNo, orderId, looks: look } = refund;
    const at = nextRefundLook(ctx.now, 0);
    if (!(await retakeTurn(orderId, outRefundNo))) throw new AppError('REFUND_BUSY');
    if (!(await markRedirected(outRefundNo, ctx.now, at))) throw new AppError('REFUND_STATE_CONFLICT');
    await staff.recordAudit(ctx, { action: `payments.redirectRefund.${to}`, subject: outRefundNo });
    await later(ctx, sendRefund, { key: outRefundNo, body: { outRefundNo, look }, at });
  });

const send = (ctx: Ctx, refund: Refund, to: Parsed<Redirect>['to']): Promise<ToldRefund> => {
  const { _id: outRefundNo, orderId } = refund;
  return askPlatform(async () => {
    try {
      return await applyAbnormalRefund({ refundId: refund.refundId ?? '', outRefundNo, to });
    } catch (error) {
      if (!(error instanceof PlatformRefusal)) throw error;
      await inTransaction(async () => {
        await markNotRedirected(outRefundNo, ctx.now);
        await giveTurn(orderId, outRefundNo);
      });
      throw new AppError(error.code === 'PARAM_ERROR' ? 'REFUND_ACCOUNT_REFUSED' : 'REFUND_STATE_CONFLICT');
    }
  });
};
