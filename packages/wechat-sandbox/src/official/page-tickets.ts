import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { PageTicket } from './state';

const LIFE_MS = 7200 * 1000;
const TYPES = ['jsapi', 'wx_card'] as const;

/** ticket/getticket?type=jsapi: the same one as long as it lives. */
export function getTicket(ctx: Ctx, request: Incoming): Outgoing {
  const type = TYPES.find((known) => known === request.query.get('type'));
  if (!type) throw new Refusal(40097, 'invalid args: type');
  const now = ctx.clock.now();
  const { official } = ctx.state;
  let current = official.pageTickets.find((ticket) => ticket.type === type && now < ticket.expiresAt);
  if (!current) {
    current = { type, ticket: ctx.random.text(86), expiresAt: now + LIFE_MS } satisfies PageTicket;
    official.pageTickets = [...official.pageTickets.filter((old) => now < old.expiresAt), current];
  }
  const expires_in = Math.floor((current.expiresAt - now) / 1000);
  return json({ errcode: 0, errmsg: 'ok', ticket: current.ticket, expires_in });
}
