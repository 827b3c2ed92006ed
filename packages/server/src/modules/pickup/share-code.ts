import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { fingerprint } from '../../kernel/crypto';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { randomText } from '../../kernel/ids';
import * as identity from '../identity';
import * as orders from '../orders';
import * as staff from '../staff';
import { PASS_LENGTH, passText } from './code.rules';
import { findPass, replacePass, revokePasses } from './pass.model';
import type { Pass } from './pass.model';
import { refusalOf } from './pickup.rules';
import { findTask } from './task.model';

const LIVES_MS = 24 * 3600_000;
type One = { orderId: string };

/**
 * A friend may collect, once, within 24 hours; an earlier friend may not any more. Every pass leaves a row in the audit log.
 * Refuses: NOT_FOUND, PICKUP_NOT_READY, PICKUP_ALREADY_HANDED_OVER, PICKUP_ORDER_CLOSED.
 */
export async function shareCode(ctx: Ctx, input: One): Promise<Answer<Contracts['pickup.shareCode']>> {
  const { orderId, status } = await orders.requireOwnOrder(ctx, input.orderId);
  const refusal = refusalOf(status);
  if (refusal) throw new AppError(refusal);
  const token = aToken();
  const expiresAt = new Date(ctx.now.getTime() + LIVES_MS);
  await inTransaction(async () => {
    await replacePass({ passId: fingerprint(token), orderId, state: 'open', createdAt: ctx.now, expiresAt });
    await staff.recordAudit(ctx, { action: 'pickup.shareCode', subject: orderId });
  });
  return { token, qrText: passText(token), expiresAt: expiresAt.toISOString() };
}

/** Digits alone would look like an order number. */
function aToken(): string {
  const token = randomText(PASS_LENGTH);
  return /^\d+$/.test(token) ? aToken() : token;
}

/** The friend is not to come after all. Refuses: NOT_FOUND. */
export async function revokeShare(ctx: Ctx, input: One): Promise<{ revoked: boolean }> {
  const { orderId } = await orders.requireOwnOrder(ctx, input.orderId);
  const revoked = (await revokePasses(orderId)) > 0;
  if (revoked) await staff.recordAudit(ctx, { action: 'pickup.revokeShare', subject: orderId });
  return { revoked };
}

/** What the friend sees: where to go and for what, and nothing of who bought it. Refuses: NOT_FOUND. */
export async function openShare(
  ctx: Ctx,
  { token }: { token: string },
): Promise<Answer<Contracts['pickup.openShare']>> {
  await identity.requireMember(ctx);
  const pass = await findPass(fingerprint(token));
  const order = pass && (await orders.findOrder(ctx, pass.orderId));
  const task = pass && (await findTask(ctx, pass.orderId));
  if (!pass || !order || !task) throw new AppError('NOT_FOUND');
  const state = stateOf(pass, ctx.now);
  const isOpen = state === 'open' && order.status === 'ready';
  return {
    state: state === 'open' && !isOpen ? 'over' : state,
    qrText: isOpen ? passText(token) : null,
    store: isOpen ? order.store : null,
    lines: isOpen
      ? task.lines
          .filter((line) => !line.handedOver)
          .map(({ title, valuesText, quantity }) => ({ title, valuesText, quantity }))
      : [],
    expiresAt: pass.expiresAt.toISOString(),
  };
}

/** Whether a pass still opens its order. */
export const stateOf = (pass: Pass, now: Date): 'open' | 'used' | 'over' => {
  if (pass.state === 'used') return 'used';
  return pass.state === 'open' && now < pass.expiresAt ? 'open' : 'over';
};
