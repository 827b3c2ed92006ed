import { shanghaiText } from '@omni/shared/time';
import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as miniProgram from '../../platform/mini-program';
import * as wecom from '../../platform/wecom';
import * as identity from '../identity';
import * as staff from '../staff';
import { beginTelling, endTelling, findBooking } from './booking.model';
import type { Booking } from './booking.model';
import { EXPECTED, momentText } from './bookings.rules';

const LEFT_ALONE_MS = 60_000;
/** Two messages to one person at once: passes. */
const PASSING: readonly (number | string)[] = [43108];
const THING_CHARS = 20;
const TITLES = { booked: '新的试穿预约', changed: '试穿预约有改动', cancelled: '试穿预约已取消' } as const;
const NEXT = {
  booked: '请提前备好试穿的商品',
  changed: '请按新的内容重新准备',
  cancelled: '备好的商品可以放回',
};

type Of = { bookingId: string; version: number };
type Told = 'done' | 'over';

/** The guides and managers of the store, in WeCom: when and how much, nothing of who. */
export const tellGuidesOf = (ctx: Ctx, { what, ...of }: Of & { what: keyof typeof TITLES }): Promise<void> =>
  tellOnce(ctx, of, {
    what: `${what}${of.version}`,
    tell: async (booking) => {
      const team = await staff.listAtStore(ctx, booking.storeId, ['guide', 'manager']);
      if (team.length === 0) return 'over';
      const { storeName, slot, items } = booking;
      await wecom.sendAppMessage({
        userids: team.map(({ userid }) => userid),
        content: {
          title: TITLES[what],
          description: `${storeName}\n${momentText(slot)} · ${items.length} 件\n${NEXT[what]}`,
          url: `${config().WECOM_H5_URL}/workbench?view=fitting`,
        },
      });
      return 'done';
    },
  });

/** 试穿已备好, if the shopper asked for it and is still expected. */
export const tellShopperPrepared = (ctx: Ctx, of: Of): Promise<void> =>
  tellOnce(ctx, of, {
    what: `prepared${of.version}`,
    tell: (booking) => {
      const missing = booking.items.filter(({ laidOut }) => laidOut === false).length;
      const words = missing === 0 ? '试衣间和商品已为您备好' : `已备好，其中 ${missing} 件本店暂缺`;
      const templateId = config().SUBSCRIBE_TEMPLATE_FITTING_READY;
      return booking.state === 'prepared' ? say(ctx, booking, { templateId, words }) : over();
    },
  });

/** 到店提醒, two hours before. */
export const remindShopper = (ctx: Ctx, of: Of): Promise<void> =>
  tellOnce(ctx, of, {
    what: `reminder${of.version}`,
    tell: (booking) => {
      const words = '请按时到店，来不了可在小程序取消';
      const templateId = config().SUBSCRIBE_TEMPLATE_FITTING_REMINDER;
      return EXPECTED.includes(booking.state) ? say(ctx, booking, { templateId, words }) : over();
    },
  });

const over = (): Promise<Told> => Promise.resolve('over');

type Saying = { templateId: string | undefined; words: string };

/** Without a template of that kind the booking's page tells it alone. */
async function say(ctx: Ctx, booking: Booking, { templateId, words }: Saying): Promise<Told> {
  if (templateId === undefined) return 'over';
  await miniProgram.sendSubscribeMessage({
    openid: await identity.openidOf(ctx, booking.customerId),
    templateId,
    page: `store/booking-detail/index?bookingId=${booking.bookingId}`,
    data: {
      thing1: [...booking.storeName].slice(0, THING_CHARS).join(''),
      time2: shanghaiText(booking.slot),
      thing3: words,
    },
  });
  return 'done';
}

type Telling = { what: string; tell: (booking: Booking) => Promise<Told> };

/**
 * The booking remembers how far this telling has come, so that a job that runs twice tells once; of an older version nothing is
 * told any more. What the platform refuses is written down and not tried again; when no answer came, the job is.
 */
async function tellOnce(ctx: Ctx, { bookingId, version }: Of, { what, tell }: Telling): Promise<void> {
  const booking = await findBooking(bookingId);
  if (booking?.version !== version) return;
  const stale = new Date(ctx.now.getTime() - LEFT_ALONE_MS);
  if (!(await beginTelling(bookingId, what, { now: ctx.now, stale }))) {
    const state = (await findBooking(bookingId))?.told[what]?.state;
    if (state === 'sending') throw new Error(`${what} of ${bookingId} is being sent`);
    return;
  }
  const end = (state: 'done' | 'refused' | 'due', code: string | null): Promise<void> =>
    endTelling(bookingId, what, { state, at: ctx.now, code });
  try {
    const outcome = await tell(booking);
    await end(outcome === 'done' ? 'done' : 'refused', outcome === 'done' ? null : outcome);
  } catch (error) {
    const isFinal =
      (error instanceof PlatformRefusal && !PASSING.includes(error.code)) ||
      (error instanceof AppError && error.code === 'NOT_FOUND');
    if (!isFinal) {
      await end('due', null);
      throw error;
    }
    await end('refused', String(error.code));
  }
}
