import { presentPeople } from '../control/people';
import { presentNotice, readClock } from '../control/routes';
import type { Notice } from '../control/types';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { pendingOrdersOf } from '../pay/orders';
import { staffById } from '../wecom/members';
import { tasksOfMember } from '../wecom/messaging/mass-sending';
import { deskView } from './desk-view';
import { newest } from './newest';
import { phoneView } from './phone-view';
import type { NoticeLine, ScreenData } from './types';

/** Whose phone and whose WeCom is looked at (the first ones' when empty), and the last request the reader has. */
export type Asked = { after: number; shopperId: string; userid: string };

export function screenData(ctx: Ctx, asked: Asked): ScreenData {
  const { world, state } = ctx;
  const shopper = asked.shopperId === '' ? world.shoppers[0] : shopperById(ctx, asked.shopperId);
  const member = asked.userid === '' ? world.staff[0] : staffById(ctx, asked.userid);
  return {
    names: {
      miniProgram: world.miniProgram.name,
      officialAccount: world.officialAccount.name,
      corp: world.corp.name,
      merchant: world.merchant.name,
    },
    clock: readClock(ctx),
    nextDue: nextDue(ctx),
    people: presentPeople(ctx),
    waiting: waiting(ctx),
    phone: shopper ? phoneView(ctx, shopper) : null,
    desk: member ? deskView(ctx, member) : null,
    faults: state.faults,
    notices: newest(state.deliveries).map((delivery) => noticeLine(presentNotice(delivery))),
    requests: ctx.journal.since(asked.after),
  };
}

function nextDue(ctx: Ctx): ScreenData['nextDue'] {
  let next: ScreenData['nextDue'] = null;
  for (const { status, nextAttemptAt, subject } of ctx.state.deliveries) {
    if (status !== 'waiting' || nextAttemptAt === undefined) continue;
    if (!next || nextAttemptAt < next.at) next = { at: nextAttemptAt, subject };
  }
  return next;
}

function waiting(ctx: Ctx): Record<string, number> {
  const { contactRequests } = ctx.state.wecom;
  const counts: Record<string, number> = {};
  for (const { id, openid } of ctx.world.shoppers) counts[id] = pendingOrdersOf(ctx, openid).length;
  for (const { userid } of ctx.world.staff) {
    const tasks = tasksOfMember(ctx, userid).filter(({ state }) => state === 'waiting');
    const requests = contactRequests.filter((request) => request.userid === userid);
    counts[userid] = tasks.length + requests.length;
  }
  return counts;
}

function noticeLine(notice: Notice): NoticeLine {
  const { id, channel, event, subject, summary, status, createdAt, nextAttemptAt } = notice;
  const next = nextAttemptAt === undefined ? {} : { nextAttemptAt };
  const attempts = notice.attempts.map((attempt) => ({ at: attempt.at, status: attempt.status ?? 0 }));
  return { id, channel, event, subject, summary, status, createdAt, attempts, ...next };
}
