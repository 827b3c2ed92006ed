import type { Ctx } from '../../kernel/context';
import { leaseSweeps } from '../../kernel/metrics';
import { findDue, findStock, forgetEnds, freeHold, planTending, postMovements } from './stock.model';
import { plus, POSTING_TAKES_MS, REMEMBER_ENDS_MS } from './stock.rules';
import type { Stock } from './stock.rules';

/** Gives back what was promised until now and not kept, and finishes what a crash left half done. */
export async function sweepExpiredHolds(ctx: Ctx): Promise<void> {
  for (const stock of await findDue(ctx.now)) await tendTo(ctx, stock);
}

async function tendTo({ now }: Ctx, stock: Stock): Promise<void> {
  const { _id } = stock;
  for (const { id: holdId, quantity, until } of stock.holds) {
    const isDue = until !== null && until <= now;
    if (isDue && (await freeHold(_id, { holdId, quantity, how: 'swept', at: now })))
      leaseSweeps.inc({ kind: 'stock' });
  }
  const overdue = plus(now, -POSTING_TAKES_MS);
  await postMovements({ _id, unposted: stock.unposted.filter(({ at }) => at <= overdue) });
  await forgetEnds(_id, plus(now, -REMEMBER_ENDS_MS));
  const seen = await findStock(_id);
  if (seen) await planTending(seen);
}
