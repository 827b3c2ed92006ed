import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { seal } from '../../kernel/crypto';
import { newId } from '../../kernel/ids';
import * as staff from '../staff';
import { digitsLive } from './pickup.rules';
import { insertDevice } from './receipt.model';
import { listReady } from './task.model';
import type { PickupCode, Task } from './task.model';

const VALID_MS = 12 * 3600_000;
const MOST_ORDERS = 300;
const KEY_BYTES = 32;
/** Slow enough that a lost tablet does not give away eight digits at a glance, fast enough for a counter's queue. */
const ITERATIONS = 20_000;
const derive = promisify(pbkdf2);

type Sync = Answer<Contracts['pickup.syncOffline']>;

/**
 * What a counter needs for twelve hours without a network: codes only as salted hashes, and a key of its own to sign receipts
 * with. Each sync is another device. Refuses: NOT_FOUND (not one of theirs).
 */
export async function syncOffline(ctx: Ctx, { storeId }: { storeId: string }): Promise<Sync> {
  const { userid } = await staff.requireAtStore(ctx, storeId);
  const deviceId = newId();
  const deviceKey = randomBytes(KEY_BYTES).toString('base64');
  const salt = randomBytes(16).toString('base64');
  const validUntil = new Date(ctx.now.getTime() + VALID_MS);
  const tasks = (await listReady(storeId, MOST_ORDERS)).filter(hasLiveCode(ctx.now));
  const orders = await Promise.all(tasks.map((task) => offlineOrder(task, salt)));
  const sealedKey = seal('offline device', deviceKey);
  await insertDevice({ deviceId, storeId, userid, sealedKey, issuedAt: ctx.now, validUntil });
  await staff.recordAudit(ctx, { action: 'pickup.syncOffline', subject: deviceId, storeId });
  return {
    deviceId,
    deviceKey,
    salt,
    iterations: ITERATIONS,
    issuedAt: ctx.now.toISOString(),
    validUntil: validUntil.toISOString(),
    orders,
  };
}

type Ready = Task & { code: PickupCode };
const hasLiveCode =
  (now: Date) =>
  (task: Task): task is Ready =>
    task.code !== null && digitsLive(task.code, now);

async function offlineOrder(task: Ready, salt: string): Promise<Sync['orders'][number]> {
  const { orderId, orderNo, customerText, lines, code } = task;
  return { orderId, orderNo, customerText, lines, codeHash: await codeHash(code.digits, salt) };
}

export const codeHash = async (digits: string, salt: string): Promise<string> =>
  (await derive(digits, salt, ITERATIONS, KEY_BYTES, 'sha256')).toString('base64url');
