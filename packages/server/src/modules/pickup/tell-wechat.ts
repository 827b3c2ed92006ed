import { shanghaiText } from '@omni/shared/time';
import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { later } from '../../kernel/outbox';
import * as miniProgram from '../../platform/mini-program';
import * as payments from '../payments';
import { reportPickupShipping } from './jobs';
import { linesText } from './pickup.rules';
import { beginTelling, endTelling, findTask, listUnreported } from './task.model';
import type { Task, Told } from './task.model';

const LEFT_ALONE_MS = 60_000;
/** Refusals that pass: the payment is not known there yet (upload_shipping_info), two messages to one person at once. */
const PASSING: readonly (number | string)[] = [10060001, 43108];
/** Longer than the job waits between two of its tries. */
const GIVEN_UP_AFTER_MS = 3 * 3600_000;
const RESUME_BATCH = 100;
const THING_CHARS = 20;
const ITEM_DESC_CHARS = 120;

/** 取货提醒, if the shopper asked for it and still waits. WeChat has no way to ask whether they did: sending is asking. */
export const tellShopper = (ctx: Ctx, orderId: string): Promise<void> =>
  tellOnce(ctx, { orderId, what: 'message' }, async (task, payment) => {
    if (task.stage !== 'ready' || !task.readyAt) return 'over';
    await miniProgram.sendSubscribeMessage({
      openid: payment.openid,
      templateId: config().SUBSCRIBE_TEMPLATE_PICKUP_READY,
      page: `order/detail/index?orderId=${task.orderId}`,
      data: {
        thing1: [...task.storeName].slice(0, THING_CHARS).join(''),
        character_string2: task.orderNo,
        time3: shanghaiText(task.readyAt),
        thing4: '请凭小程序里的取货码到店取货',
      },
    });
    return 'done';
  });

/** 发货信息管理: self-pickup counts as shipped when it is ready; the money settles two days later. */
export const reportShipping = (ctx: Ctx, orderId: string): Promise<void> =>
  tellOnce(ctx, { orderId, what: 'shipping' }, async (task, payment) => {
    if (task.stage === 'closed') return 'over';
    await miniProgram.uploadShipping({
      transactionId: payment.transactionId,
      openid: payment.openid,
      logisticsType: 'selfPickup',
      itemDesc: linesText(task.lines, ITEM_DESC_CHARS),
      at: ctx.now,
    });
    return 'done';
  });

type Tell = (task: Task, payment: payments.PaidPayment) => Promise<'done' | 'over'>;

/**
 * The task remembers how far this telling has come, so that a job that runs twice tells once. What the platform refuses is
 * written down and not tried again; when no answer came, the job is. (Only a worker that dies between WeChat's answer and our
 * writing it down can tell twice, a minute later.)
 */
async function tellOnce(
  ctx: Ctx,
  { orderId, what }: { orderId: string; what: Told },
  tell: Tell,
): Promise<void> {
  const stale = new Date(ctx.now.getTime() - LEFT_ALONE_MS);
  const mine = await beginTelling(orderId, what, { now: ctx.now, stale });
  const task = await findTask(ctx, orderId);
  if (!mine && task?.[what].state === 'sending') throw new Error(`${what} of ${orderId} is being sent`);
  if (!mine || !task) return;
  const end = (state: 'done' | 'refused' | 'due', code: string | null): Promise<void> =>
    endTelling(orderId, what, { state, at: ctx.now, code });
  try {
    const payment = await payments.findPayment(ctx, orderId);
    if (!payment) throw new Error(`no payment of ${orderId}`);
    const outcome = await tell(task, payment);
    await end(outcome === 'done' ? 'done' : 'refused', outcome === 'done' ? null : 'over');
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || PASSING.includes(error.code)) {
      await end('due', null);
      throw error;
    }
    const known = miniProgram.ALREADY_SHIPPED.includes(Number(error.code));
    await end(known ? 'done' : 'refused', String(error.code));
  }
}

/** The money of an order stays frozen until WeChat knows of its shipping, so this is never given up: lost jobs begin again. */
export async function resumeReports(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - GIVEN_UP_AFTER_MS);
  for (const { orderId } of await listUnreported(before, RESUME_BATCH))
    await later(ctx, reportPickupShipping, { key: orderId, body: { orderId }, at: ctx.now });
}
