import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import { blankInvoices, deleteErased, deleteInvoices, eachOf, listTheirs } from './invoice.model';
import { presentInvoice } from './present';

/** What was issued stays with its sale, without title, number and address; what was only asked for goes. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const theirs = await listTheirs(leaving, AT_ONCE);
  const kept = theirs.filter(({ issued }) => issued !== null).map(({ _id }) => _id);
  const gone = theirs.filter(({ issued }) => issued === null).map(({ _id }) => _id);
  await blankInvoices(kept, leaving.as);
  await deleteInvoices(gone);
  return effect('invoices', { deleted: gone.length, kept: kept.length });
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

export const exportOf = (_ctx: Ctx, customerId: string): Section[] => [
  { name: 'invoices', title: '发票', rows: () => rows(customerId) },
];

async function* rows(customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const invoice of eachOf(customerId))
    yield { ...presentInvoice(invoice), orderNo: invoice.orderNo };
}
