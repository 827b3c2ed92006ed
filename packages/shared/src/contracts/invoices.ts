import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Cursor, Id, RequestId, Time } from './common';

/** What stands on the invoice, and where it is sent. */
export const InvoiceTitle = z.strictObject({
  kind: z.enum(['personal', 'company']),
  title: z.string().trim().min(1).max(100),
  /** Of companies; empty for people. Checked by the server, so that the refusal has a name. */
  taxNumber: z.string().trim().max(30).default(''),
  email: z.email().max(120),
});
export const InvoiceState = z.enum(['requested', 'issued', 'refused', 'annulled']);
export const InvoiceView = z.object({
  orderId: z.string(),
  state: InvoiceState,
  stateText: z.string(),
  title: z.object({
    kind: z.enum(['personal', 'company']),
    title: z.string(),
    taxNumber: z.string(),
    email: z.string(),
  }),
  /** What was paid less what goes back. */
  amountFen: Fen,
  requestedAt: Time,
  issued: z.object({ number: z.string(), url: z.string(), at: Time, amountFen: Fen }).nullable(),
  refusedReason: z.string().nullable(),
});
/** For head office: the same with the order's number, and whether an issued one has to be made anew. */
export const QueuedInvoice = InvoiceView.extend({ orderNo: z.string(), mustCorrect: z.boolean() });
const Number = z.string().regex(/^\d{8,20}$/);
const Link = z
  .url()
  .max(500)
  .refine((link) => link.startsWith('https://'), { message: '下载链接须以 https:// 开头' });

export const invoices = {
  'invoices.get': endpoint({
    for: 'member',
    summary: 'The invoice of my order, what one would come to, and the titles I used last',
    input: z.strictObject({ orderId: Id }),
    output: z.object({
      invoice: InvoiceView.nullable(),
      amountFen: Fen,
      /** Why none can be asked for, or it cannot be changed any more; null when it can. */
      closedText: z.string().nullable(),
      titles: z.array(InvoiceView.shape.title).max(3),
    }),
    errors: [],
  }),
  'invoices.request': endpoint({
    for: 'member',
    summary: 'Asks for the invoice of a paid order, or changes what was asked for until it is issued',
    input: z.strictObject({ requestId: RequestId, orderId: Id, title: InvoiceTitle }),
    output: InvoiceView,
    errors: ['INVOICE_NOT_ALLOWED', 'INVOICE_TAX_NUMBER_WRONG', 'INVOICE_ISSUED'],
  }),
  'invoices.queue': endpoint({
    for: 'staff',
    summary: 'Invoices to be issued or corrected (operators), the oldest first; each look is audited',
    input: z.strictObject({ cursor: Cursor.optional(), limit: z.int().min(1).max(100).default(50) }),
    output: z.object({ items: z.array(QueuedInvoice), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'invoices.markIssued': endpoint({
    for: 'staff',
    summary:
      'Says that it was issued for this amount (operators); an issued one that became too much is replaced',
    input: z.strictObject({ orderId: Id, amountFen: Fen, number: Number, url: Link }),
    output: QueuedInvoice,
    errors: ['INVOICE_AMOUNT_CHANGED', 'INVOICE_STATE_CONFLICT'],
  }),
  'invoices.refuse': endpoint({
    for: 'staff',
    summary: 'Refuses with a reason that the customer reads (operators); they may ask again',
    input: z.strictObject({ orderId: Id, reason: z.string().trim().min(1).max(100) }),
    output: QueuedInvoice,
    errors: ['INVOICE_STATE_CONFLICT'],
  }),
};
