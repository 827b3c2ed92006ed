import type { Ctx } from '../../kernel/context';
import { leaseSweeps } from '../../kernel/metrics';
import { findExpired, findUnposted, forgetEnds, freeHold, postMovements } from './stock.model';

const REMEMBER_ENDS_MS = 3600_000;
/** Younger movements are being posted by the call that made them. */
const POSTING_TAKES_MS = 5_000;

/** Gives back what was promised until now and not kept, and finishes what a crash left half done. */
export async function sweepExpiredHolds(ctx: Ctx): Promise<void> {
  while ((await freeSomeExpired(ctx)) > 0);
  for (const stock of await findUnposted(new Date(ctx.now.getTime() - POSTING_TAKES_MS)))
    await postMovements(stock);
  await forgetEnds(new Date(ctx.now.getTime() - REMEMBER_ENDS_MS));
}

async function freeSomeExpired(ctx: Ctx): Promise<number> {
  const due = (await findExpired(ctx.now)).flatMap((stock) =>
    stock.holds
      .filter(({ until }) => until !== null && until <= ctx.now)
      .map((entry) => ({ stock: stock._id, ...entry })),
  );
  let freed = 0;
  for (const { stock, id, quantity } of due) {
    if (await freeHold(stock, { holdId: id, quantity, how: 'swept', at: ctx.now })) freed += 1;
  }
  leaseSweeps.inc({ kind: 'stock' }, freed);
  return freed;
}
