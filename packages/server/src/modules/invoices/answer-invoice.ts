import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { cutPage, readCursor } from '../../kernel/paging';
import * as orders from '../orders';
import * as staff from '../staff';
import { invoiceAnswered } from './events';
import { changeInvoice, findInvoice, listWaiting } from './invoice.model';
import type { Invoice } from './invoice.model';
import { issuedAs, keptFen } from './invoice.rules';
import { presentQueued } from './present';
import type { QueuedView } from './present';
import { followMoney } from './request-invoice';

type Queue = Contracts['invoices.queue'];
type Issue = Contracts['invoices.markIssued'];
type Refuse = Contracts['invoices.refuse'];

/** Invoices are head office's. Refuses: FORBIDDEN. */
async function requireOperator(ctx: Ctx): Promise<void> {
  if ((await staff.requireStaff(ctx)).role !== 'operator') throw new AppError('FORBIDDEN');
}

/** Refuses: FORBIDDEN, INVALID_INPUT (a cursor we did not write). */
export async function listQueue(ctx: Ctx, { cursor, limit }: Parsed<Queue>): Promise<Answer<Queue>> {
  await requireOperator(ctx);
  const rows = await listWaiting({ after: readCursor(cursor), limit: limit + 1 });
  await staff.recordAudit(ctx, { action: 'invoices.queue', subject: 'invoices' });
  const { page, nextCursor } = cutPage(rows, limit, ({ requestedAt, _id }) => ({ at: requestedAt, id: _id }));
  return { items: page.map(presentQueued), nextCursor };
}

/** Refuses: NOT_FOUND. */
async function requireInvoice(orderId: string): Promise<Invoice> {
  const invoice = await findInvoice(orderId);
  if (!invoice) throw new AppError('NOT_FOUND');
  return invoice;
}

/**
 * Issued for `amountFen`, which has to be what the order comes to at this moment; a refund that begins a moment later makes it one to be
 * corrected. The same number again is the same answer. Refuses: FORBIDDEN, NOT_FOUND, INVOICE_AMOUNT_CHANGED with the amount of now,
 * INVOICE_STATE_CONFLICT.
 */
export async function markIssued(ctx: Ctx, input: Parsed<Issue>): Promise<QueuedView> {
  await requireOperator(ctx);
  const { orderId, amountFen, number, url } = input;
  await followMoney(ctx, { orderId });
  const seen = await requireInvoice(orderId);
  const { issued } = seen;
  if (issued?.number === number && issued.amountFen === amountFen) return presentQueued(seen);
  if (seen.state !== 'requested' && !seen.mustCorrect) throw new AppError('INVOICE_STATE_CONFLICT');
  const order = await orders.findOrder(ctx, orderId);
  const keptNowFen = order ? keptFen(order) : 0;
  if (amountFen !== keptNowFen || amountFen !== seen.amountFen)
    throw new AppError('INVOICE_AMOUNT_CHANGED', { amountFen: keptNowFen });
  return answer(ctx, seen, issuedAs({ number, url, at: ctx.now, amountFen }));
}

/** The same reason again is the same answer. Refuses: FORBIDDEN, NOT_FOUND, INVOICE_STATE_CONFLICT. */
export async function refuseInvoice(ctx: Ctx, { orderId, reason }: Parsed<Refuse>): Promise<QueuedView> {
  await requireOperator(ctx);
  const seen = await requireInvoice(orderId);
  if (seen.state === 'refused' && seen.refusedReason === reason) return presentQueued(seen);
  if (seen.state !== 'requested') throw new AppError('INVOICE_STATE_CONFLICT');
  return answer(ctx, seen, { state: 'refused', refusedReason: reason });
}

/** Change, news and audit together, or nothing: whoever read the same state first has answered. */
const answer = (ctx: Ctx, seen: Invoice, set: Partial<Invoice>): Promise<QueuedView> =>
  inTransaction(async () => {
    if (!(await changeInvoice(seen, set))) throw new AppError('INVOICE_STATE_CONFLICT');
    const now = await requireInvoice(seen._id);
    const { _id: orderId, state, version, refusedReason: reason } = now;
    await staff.recordAudit(ctx, { action: `invoices.${state}`, subject: orderId });
    if (state !== 'requested')
      await publish(ctx, invoiceAnswered, { key: orderId, body: { orderId, version, state, reason } });
    return presentQueued(now);
  });
