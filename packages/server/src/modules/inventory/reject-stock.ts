import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { moveOnce } from './move-stock';
import { movement, rejected, stockId } from './stock.rules';
import type { HoldLine, RejectionEffect } from './stock.rules';

/** `ref` names the rejection, `lines` the goods that were refused. */
export type Rejection = { ref: string; locationId: string; lines: HoldLine[]; effect: RejectionEffect };

/**
 * What a store's refusal of an order means for its stock, once per `ref`. Release the hold first: pieces that are promised
 * stay. `zero`: on hand becomes what is promised or set aside; `minus`: these pieces are gone; `unsellable`: they are there,
 * but set aside; `none`: nothing. A rejection that finds nothing free is in the ledger with 0 pieces, so that it cannot hit
 * goods that come in later.
 */
export async function applyRejection(ctx: Ctx, input: Rejection): Promise<void> {
  refuseInsideTransaction('inventory.applyRejection');
  if (input.effect === 'none') return;
  await Promise.all(input.lines.map((line) => rejectLine(ctx, input, line)));
}

async function rejectLine(ctx: Ctx, { ref, locationId, effect }: Rejection, line: HoldLine): Promise<void> {
  const { skuId, quantity } = line;
  const movementId = `rejected/${ref}/${stockId(locationId, skuId)}`;
  await moveOnce({ locationId, skuId, movementId }, (seen) => {
    const change = rejected(seen, { effect, quantity });
    const by = movement({ locationId, skuId, ...change, reason: 'rejected', ref, at: ctx.now });
    return { by, where: { as: seen } };
  });
}
