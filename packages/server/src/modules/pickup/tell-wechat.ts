import { shanghaiText } from '@omni/shared/time';
import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { later } from '../../kernel/outbox';
import * as miniProgram from '../../platform/mini-program';
import * as orders from '../orders';
import * as payments from '../payments';
import { reportPickupShipping } from './jobs';
import { OPEN_STAGES, linesText, maskedContact } from './pickup.rules';
import { OVER } from './present';
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
  tellOnce(ctx, { orderId, what: 'message' }, (task, payment) =>
    sayReady(task, payment, { at: task.readyAt, words: '请凭小程序里的取货码到店取货' }),
  );

/** The goods have waited for two days: the same 取货提醒 once more, if the shopper asked for two. */
export const remindShopper = (ctx: Ctx, orderId: string): Promise<void> =>
  tellOnce(ctx, { orderId, what: 'reminder' }, (task, payment) =>
    sayReady(task, payment, { at: task.collectBefore, words: '商品仍在等您，请在此前取货' }),
  );

type Saying = { at: Date | null; words: string };

const sayReady = async (
  task: Task,
  { openid }: payments.PaidPayment,
  { at, words }: Saying,
): Promise<'done' | 'over'> => {
  if (task.stage !== 'ready' || !at) return 'over';
  await miniProgram.sendSubscribeMessage({
    openid,
    templateId: config().SUBSCRIBE_TEMPLATE_PICKUP_READY,
    page: pageOf(task),
    data: {
      thing1: storeOf(task),
      character_string2: task.orderNo,
      time3: shanghaiText(at),
      thing4: words,
    },
  });
  return 'done';
};

/** 订单变更: another store serves the order. Without a template of that kind the order's page tells it alone. */
export const tellMoved = (ctx: Ctx, orderId: string): Promise<void> =>
  tellOnce(ctx, { orderId, what: 'moved' }, async (task, payment) => {
    const templateId = config().SUBSCRIBE_TEMPLATE_ORDER_MOVED;
    if (templateId === undefined || !OPEN_STAGES.includes(task.stage)) return 'over';
    await miniProgram.sendSubscribeMessage({
      openid: payment.openid,
      templateId,
      page: pageOf(task),
      data: {
        thing1: storeOf(task),
        character_string2: task.orderNo,
        time3: shanghaiText(ctx.now),
        thing4: '原门店无法备货，已换门店',
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
      ...(await logisticsOf(ctx, task)),
      itemDesc: linesText(task.lines, ITEM_DESC_CHARS),
      at: ctx.now,
    });
    return 'done';
  });

const pageOf = (task: Task): string => `order/detail/index?orderId=${task.orderId}`;
const storeOf = (task: Task): string => [...task.storeName].slice(0, THING_CHARS).join('');

/** 顺丰 wants to know the receiver's number, masked. */
async function logisticsOf(
  ctx: Ctx,
  task: Task,
): Promise<Pick<miniProgram.Shipping, 'logisticsType' | 'parcel'>> {
  const { tracking } = task;
  if (task.fulfilment === 'pickup' || !tracking) return { logisticsType: 'selfPickup' };
  const address = await orders.openAddress(ctx, task.orderId);
  const parcel = {
    trackingNo: tracking.number,
    expressCompany: tracking.company,
    ...(address ? { receiverContact: maskedContact(address.phone) } : {}),
  };
  return { logisticsType: 'express', parcel };
}

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
    await end(outcome === 'done' ? 'done' : 'refused', outcome === 'done' ? null : OVER);
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
