import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { unseal } from '../../kernel/crypto';
import { PURPOSE } from './invoice.model';
import type { Invoice } from './invoice.model';
import { STATE_TEXT } from './invoice.rules';

export type InvoiceView = Answer<Contracts['invoices.request']>;
export type QueuedView = Answer<Contracts['invoices.refuse']>;
export type Title = InvoiceView['title'];

const GONE: Title = { kind: 'personal', title: '已注销的顾客', taxNumber: '', email: '' };

export const titleOf = ({ sealedTitle }: Pick<Invoice, 'sealedTitle'>): Title =>
  sealedTitle === null ? GONE : (JSON.parse(unseal(PURPOSE, sealedTitle)) as Title);

export function presentInvoice(invoice: Invoice): InvoiceView {
  const { _id, state, amountFen, requestedAt, issued, refusedReason, mustCorrect } = invoice;
  return {
    orderId: _id,
    state,
    stateText: mustCorrect ? '已开具，退款后将重新开具' : STATE_TEXT[state],
    title: titleOf(invoice),
    amountFen,
    requestedAt: requestedAt.toISOString(),
    issued: issued && { ...issued, at: issued.at.toISOString() },
    refusedReason,
  };
}

export const presentQueued = (invoice: Invoice): QueuedView => ({
  ...presentInvoice(invoice),
  orderNo: invoice.orderNo,
  mustCorrect: invoice.mustCorrect,
});
