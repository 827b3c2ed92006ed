import { createHmac } from 'node:crypto';
import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { receiptText } from '@omni/shared/receipt';
import type { Ctx } from '../../kernel/context';
import { sameText, unseal } from '../../kernel/crypto';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as orders from '../orders';
import * as staff from '../staff';
import { refusalOf } from './pickup.rules';
import {
  findDevice,
  findReceipt,
  insertReceipt,
  insertReceiptOnce,
  listOpenConflicts,
  resolveReceipt,
} from './receipt.model';
import type { Device, ReceiptRow } from './receipt.model';
import { commitHandOver } from './redeem-code';
import { findTask } from './task.model';
import { audit } from './work-on-task';

type Upload = Parsed<Contracts['pickup.uploadReceipts']>;
type Receipt = Upload['receipts'][number];
type Outcome = Answer<Contracts['pickup.uploadReceipts']>['results'][number];

/** The counter's clock may be ahead of ours by so much. */
const AHEAD_MS = 5 * 60_000;

/**
 * What a counter handed over while it had no network. Of two counters and the network, the first commit of an order wins; what
 * contradicts it is written down for people, because those goods are gone all the same. The same receipt again gets the same
 * answer. Refuses: NOT_FOUND (no such device, or another store's).
 */
export async function uploadReceipts(
  ctx: Ctx,
  { deviceId, receipts }: Upload,
): Promise<Answer<Contracts['pickup.uploadReceipts']>> {
  const device = await findDevice(deviceId);
  if (!device) throw new AppError('NOT_FOUND');
  await staff.requireAtStore(ctx, device.storeId);
  const key = Buffer.from(unseal('offline device', device.sealedKey), 'base64');
  const results: Outcome[] = [];
  for (const receipt of receipts) results.push(await takeIn(ctx, { device, key }, receipt));
  return { results };
}

type Signed = { device: Device; key: Buffer };

async function takeIn(ctx: Ctx, { device, key }: Signed, receipt: Receipt): Promise<Outcome> {
  const { receiptId } = receipt;
  const mac = createHmac('sha256', key).update(receiptText(receipt)).digest('base64url');
  if (!sameText(mac, receipt.mac)) return { receiptId, outcome: 'refused', reason: '签名不符' };
  const at = new Date(receipt.at).getTime();
  if (at < device.issuedAt.getTime() || at > device.validUntil.getTime() || at > ctx.now.getTime() + AHEAD_MS)
    return { receiptId, outcome: 'refused', reason: '不在离线有效期内' };
  const earlier = await findReceipt(receiptId);
  return earlier ? outcomeOf(earlier, device, receipt) : commit(ctx, device, receipt);
}

function outcomeOf(row: ReceiptRow, device: Device, { orderId }: Receipt): Outcome {
  const { receiptId, outcome, reason } = row;
  if (row.deviceId !== device.deviceId || row.orderId !== orderId)
    return { receiptId, outcome: 'refused', reason: '凭证编号重复' };
  return { receiptId, outcome, reason };
}

/** Receipt, order and task together; a receipt that is there already has done its work. */
async function commit(ctx: Ctx, device: Device, receipt: Receipt): Promise<Outcome> {
  const row = rowOf(ctx, device, receipt);
  try {
    await inTransaction(async () => {
      const task = await findTask(ctx, receipt.orderId);
      if (task?.storeId !== device.storeId || task.code?.digits !== receipt.digits)
        throw new AppError('ORDER_STATE_CONFLICT');
      await insertReceipt({ ...row, orderNo: task.orderNo });
      await commitHandOver(ctx, task, { at: row.handedOverAt });
      await audit(ctx, 'pickup.redeem', task);
      await audit(ctx, 'pickup.redeemOffline', task);
    });
  } catch (error) {
    if (isDuplicateKey(error)) return replayed(device, receipt);
    if (error instanceof AppError && error.code === 'ORDER_STATE_CONFLICT')
      return conflict(ctx, device, receipt);
    throw error;
  }
  return { receiptId: receipt.receiptId, outcome: 'committed', reason: null };
}

async function replayed(device: Device, receipt: Receipt): Promise<Outcome> {
  const row = await findReceipt(receipt.receiptId);
  if (!row) throw new Error(`receipt ${receipt.receiptId} is there and is not`);
  return outcomeOf(row, device, receipt);
}

async function conflict(ctx: Ctx, device: Device, receipt: Receipt): Promise<Outcome> {
  const { orderId, receiptId } = receipt;
  const task = await findTask(ctx, orderId);
  const reason = await reasonOf(ctx, device, receipt);
  const row = {
    ...rowOf(ctx, device, receipt),
    orderNo: task?.orderNo ?? null,
    outcome: 'conflict',
    reason,
  } as const;
  if (!(await insertReceiptOnce(row))) return replayed(device, receipt);
  return { receiptId, outcome: 'conflict', reason };
}

async function reasonOf(ctx: Ctx, device: Device, { orderId, digits }: Receipt): Promise<string> {
  const order = await orders.findOrder(ctx, orderId);
  const task = await findTask(ctx, orderId);
  if (!order || !task) return '没有这笔订单';
  switch (refusalOf(order.status)) {
    case 'PICKUP_ALREADY_HANDED_OVER':
      return '这单已经取过货';
    case 'PICKUP_ORDER_CLOSED':
      return '订单已取消或退款';
    case 'PICKUP_NOT_READY':
      return '订单还没备好';
    case null:
      if (task.storeId !== device.storeId) return `订单已转到${task.storeName}`;
      return task.code?.digits === digits ? '订单状态已变化' : '取货码不符';
  }
}

const rowOf = (ctx: Ctx, device: Device, receipt: Receipt): ReceiptRow => ({
  receiptId: receipt.receiptId,
  deviceId: device.deviceId,
  storeId: device.storeId,
  orderId: receipt.orderId,
  orderNo: null,
  by: device.userid,
  handedOverAt: new Date(receipt.at),
  uploadedAt: ctx.now,
  outcome: 'committed',
  reason: null,
  resolvedAt: null,
  resolution: null,
});

/** Refuses: NOT_FOUND (not one of theirs). */
export async function listConflicts(
  ctx: Ctx,
  { storeId }: { storeId: string },
): Promise<Answer<Contracts['pickup.listConflicts']>> {
  await staff.requireAtStore(ctx, storeId);
  const rows = await listOpenConflicts(storeId);
  return {
    items: rows.map(({ receiptId, orderId, orderNo, by, handedOverAt, uploadedAt, reason }) => ({
      receiptId,
      orderId,
      orderNo,
      storeId,
      by,
      handedOverAt: handedOverAt.toISOString(),
      uploadedAt: uploadedAt.toISOString(),
      reason: reason ?? '',
    })),
  };
}

const MAY_RESOLVE: readonly staff.StaffRole[] = ['manager', 'operator'];

/** A person has looked into it. Refuses: NOT_FOUND, FORBIDDEN (a clerk), ORDER_STATE_CONFLICT (resolved before). */
export async function resolveConflict(
  ctx: Ctx,
  { receiptId, note }: Parsed<Contracts['pickup.resolveConflict']>,
): Promise<Answer<Contracts['pickup.resolveConflict']>> {
  await staff.requireStaff(ctx);
  const row = await findReceipt(receiptId);
  if (row?.outcome !== 'conflict') throw new AppError('NOT_FOUND');
  const { role } = await staff.requireAtStore(ctx, row.storeId);
  if (!MAY_RESOLVE.includes(role)) throw new AppError('FORBIDDEN');
  await inTransaction(async () => {
    if (!(await resolveReceipt(receiptId, ctx.now, note))) throw new AppError('ORDER_STATE_CONFLICT');
    const { storeId } = row;
    await staff.recordAudit(ctx, { action: 'pickup.resolveConflict', subject: receiptId, storeId });
  });
  return { resolvedAt: ctx.now.toISOString() };
}
