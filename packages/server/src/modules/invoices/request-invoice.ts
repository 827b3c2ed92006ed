import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { cleanTaxNumber, isTaxNumber } from '@omni/shared/tax-number';
import type { Ctx } from '../../kernel/context';
import { seal } from '../../kernel/crypto';
import { AppError } from '../../kernel/errors';
import * as identity from '../identity';
import * as orders from '../orders';
import { PURPOSE, changeInvoice, findInvoice, insertInvoice, listLatest } from './invoice.model';
import type { Invoice } from './invoice.model';
import { closedText, follow, keptFen } from './invoice.rules';
import { presentInvoice, titleOf } from './present';
import type { InvoiceView, Title } from './present';

type Get = Contracts['invoices.get'];
type Request = Contracts['invoices.request'];

const MOST_TITLES = 3;
const LOOKED_AT = 20;
const REQUESTS_KEPT = 20;
const MOST_ROUNDS = 6;

/** Refuses: NOT_FOUND (an order that is not theirs). */
export async function getInvoice(ctx: Ctx, { orderId }: Parsed<Get>): Promise<Answer<Get>> {
  const order = await orders.requireOwnOrder(ctx, orderId);
  const { customerId } = await identity.requireMemberId(ctx);
  const invoice = await findInvoice(orderId);
  const issuedText = invoice?.state === 'issued' ? '发票已开具，不能再修改' : null;
  return {
    invoice: invoice && presentInvoice(invoice),
    amountFen: keptFen(order),
    closedText: issuedText ?? closedText(order),
    titles: await titlesOf(customerId),
  };
}

async function titlesOf(customerId: string): Promise<Title[]> {
  const latest = (await listLatest(customerId, LOOKED_AT)).filter(({ sealedTitle }) => sealedTitle !== null);
  const titles = new Map(latest.map(titleOf).map((title) => [JSON.stringify(title), title]));
  return [...titles.values()].slice(0, MOST_TITLES);
}

/**
 * One invoice per order: the first request makes it, later ones change it until it is issued; the same requestId again changes nothing.
 * Refuses: NOT_FOUND, INVOICE_NOT_ALLOWED with `reason`, INVOICE_TAX_NUMBER_WRONG, INVOICE_ISSUED.
 */
export async function requestInvoice(ctx: Ctx, input: Parsed<Request>): Promise<InvoiceView> {
  const { orderId, requestId } = input;
  const sealedTitle = seal(PURPOSE, JSON.stringify(checked(input.title)));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const order = await orders.requireOwnOrder(ctx, orderId);
    const seen = await findInvoice(orderId);
    if (seen?.requestIds.includes(requestId)) return presentInvoice(seen);
    if (seen?.state === 'issued') throw new AppError('INVOICE_ISSUED');
    const reason = closedText(order);
    if (reason !== null) throw new AppError('INVOICE_NOT_ALLOWED', { reason });
    const asked = {
      state: 'requested',
      sealedTitle,
      amountFen: keptFen(order),
      requestedAt: ctx.now,
    } as const;
    const requestIds = [...(seen?.requestIds ?? []), requestId].slice(-REQUESTS_KEPT);
    const done = seen
      ? await changeInvoice(seen, { ...asked, refusedReason: null, requestIds })
      : await insertInvoice({ ...newOf(order), ...asked, requestIds });
    if (!done) continue;
    // Money that went back since the order was read found no invoice to change.
    await followMoney(ctx, { orderId });
    const now = await findInvoice(orderId);
    if (now) return presentInvoice(now);
  }
  throw new AppError('BUSY');
}

const newOf = ({ orderId, orderNo, customerId, origin }: orders.Order) => ({
  ...{ _id: orderId, orderNo, customerId, origin },
  ...{ issued: null, mustCorrect: false, refusedReason: null, version: 1 },
});

/** Refuses: INVOICE_TAX_NUMBER_WRONG. */
function checked({ kind, title, taxNumber, email }: Title): Title {
  const cleaned = kind === 'company' ? cleanTaxNumber(taxNumber) : '';
  if (kind === 'company' && !isTaxNumber(cleaned)) throw new AppError('INVOICE_TAX_NUMBER_WRONG');
  return { kind, title, taxNumber: cleaned, email };
}

/** The order's money changed: what the invoice comes to follows, and an issued one waits to be made anew. */
export async function followMoney(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const seen = await findInvoice(orderId);
    const order = seen && (await orders.findOrder(ctx, orderId));
    if (!seen || !order || (await followOnce(seen, keptFen(order)))) return;
  }
  throw new Error(`the invoice of order ${orderId} changes faster than it can follow`);
}

async function followOnce(seen: Invoice, keptNowFen: number): Promise<boolean> {
  const change = follow(seen, keptNowFen);
  return change === null || changeInvoice(seen, change);
}
