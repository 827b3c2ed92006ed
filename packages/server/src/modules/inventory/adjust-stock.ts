import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { effectOf } from './adjust.rules';
import type { AdjustEffect } from './adjust.rules';
import { moveOnce } from './move-stock';
import { presentStock } from './present';
import { requireHead, requireKeeper, requireSku } from './require-keeper';
import { changeSafety, findStock, insertStock } from './stock.model';
import { emptyStock, freePieces, stockId } from './stock.rules';
import type { Movement, Stock } from './stock.rules';

type Adjust = Contracts['inventory.adjust'];

/**
 * A change by hand, once per request. It takes free pieces only: who has to take pieces that are promised refuses the order
 * first, so that its shopper is served from elsewhere. Refuses: STOCK_TOO_FEW (with how many are free or set aside),
 * REQUEST_REUSED (the same request with other contents), FORBIDDEN, NOT_FOUND.
 */
export async function adjust(ctx: Ctx, input: Parsed<Adjust>): Promise<Answer<Adjust>> {
  const member = await requireKeeper(ctx, input.storeId);
  return adjustAs(ctx, input, member.userid);
}

/** The same for whoever was let in otherwise; `userid` stands in the ledger. Refuses as `adjust`, but for FORBIDDEN. */
export async function adjustAs(
  ctx: Ctx,
  input: Omit<Parsed<Adjust>, 'requestId'> & { requestId: string },
  userid: string,
): Promise<Answer<Adjust>> {
  const { storeId, skuId, requestId } = input;
  await requireSku(ctx, skuId);
  const effect = effectOf(input.reason, input.quantity);
  // Not by its reason: the same request with another reason is not another adjustment.
  const movementId = `adjusted/${requestId}/${stockId(storeId, skuId)}`;
  const wish: Movement = {
    _id: movementId,
    locationId: storeId,
    skuId,
    quantity: effect.change,
    ...(effect.unsellable === 0 ? {} : { unsellable: effect.unsellable }),
    reason: input.reason,
    ref: requestId,
    at: ctx.now,
    by: userid,
    ...(input.note === undefined ? {} : { note: input.note }),
  };
  const { made, stock, by } = await moveOnce({ locationId: storeId, skuId, movementId }, (seen) => {
    requireEnough(seen, effect);
    return { by: wish, where: { free: effect.needsFree, setAside: effect.needsSetAside } };
  });
  if (by.reason !== wish.reason || by.quantity !== wish.quantity || by.unsellable !== wish.unsellable)
    throw new AppError('REQUEST_REUSED');
  if (made) await staff.recordAudit(ctx, { action: 'inventory.adjust', subject: movementId, storeId });
  return presentStock(stock, await catalog.findSkus(ctx, [skuId]));
}

function requireEnough(stock: Stock, { needsFree, needsSetAside }: AdjustEffect): void {
  const [free, unsellable] = [freePieces(stock), stock.unsellable ?? 0];
  if (free < needsFree || unsellable < needsSetAside)
    throw new AppError('STOCK_TOO_FEW', { onHand: stock.onHand, held: stock.held, free, unsellable });
}

type SetSafety = Contracts['inventory.setSafety'];

/** What is kept back, from now on; promises that were made stay. Refuses: FORBIDDEN, NOT_FOUND. */
export async function setSafety(ctx: Ctx, input: Parsed<SetSafety>): Promise<Answer<SetSafety>> {
  const { storeId, skuId, safety, channels = {} } = input;
  await requireHead(ctx, storeId);
  await requireSku(ctx, skuId);
  const id = stockId(storeId, skuId);
  // Before the change: it cannot join a transaction with this document, and a change without a trace would be worse.
  await staff.recordAudit(ctx, { action: 'inventory.setSafety', subject: id, storeId });
  const wish = { ...(safety === undefined ? {} : { safety }), channels };
  if (!(await changeSafety(id, wish))) {
    await insertStock(emptyStock(storeId, skuId));
    await changeSafety(id, wish);
  }
  const stock = await findStock(id);
  return presentStock(stock ?? emptyStock(storeId, skuId), await catalog.findSkus(ctx, [skuId]));
}
