import type { Ctx } from '../ctx';
import { queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Ticket } from './state';

const LIFE_MS = 7200 * 1000;
const DAY_MS = 24 * 3600 * 1000;

/** One token per app secret: the same one comes back as long as it lives. */
export function getToken(ctx: Ctx, request: Incoming): Outgoing {
  const { corp } = ctx.world;
  if (queryParam(request, 'corpid', 40013) !== corp.corpid) throw new Refusal(40013, 'invalid corpid');
  if (queryParam(request, 'corpsecret', 40001) !== corp.secret)
    throw new Refusal(40001, 'invalid credential');
  const now = ctx.clock.now();
  const { wecom } = ctx.state;
  let current = wecom.tokens.find((token) => now < token.expiresAt);
  if (!current) {
    current = { token: ctx.random.text(180), kind: 'corp', issuedAt: now, expiresAt: now + LIFE_MS };
    wecom.tokens = [...wecom.tokens.filter((old) => now - old.expiresAt < DAY_MS), current];
  }
  const expiresIn = Math.floor((current.expiresAt - now) / 1000);
  return json({ errcode: 0, errmsg: 'ok', access_token: current.token, expires_in: expiresIn });
}

export function requireCorpToken(ctx: Ctx, request: Incoming): void {
  const token = queryParam(request, 'access_token', 41001);
  const known = ctx.state.wecom.tokens.find((candidate) => candidate.token === token);
  if (!known) throw new Refusal(40014, 'invalid access_token');
  if (ctx.clock.now() >= known.expiresAt) throw new Refusal(42001, 'access_token expired');
}

export function corpTicket(ctx: Ctx): Outgoing {
  return ticketAnswer(ctx, currentTicket(ctx, 'corp'));
}

export function agentTicket(ctx: Ctx, request: Incoming): Outgoing {
  if (request.query.get('type') !== 'agent_config')
    throw new Refusal(40058, 'invalid Request Parameter: type');
  return ticketAnswer(ctx, currentTicket(ctx, 'agent'));
}

/** The tickets a page signature may have been made with. */
export function livingTickets(ctx: Ctx, kind: Ticket['kind']): string[] {
  const now = ctx.clock.now();
  return ctx.state.wecom.tickets
    .filter((ticket) => ticket.kind === kind && now < ticket.expiresAt)
    .map((ticket) => ticket.ticket);
}

function currentTicket(ctx: Ctx, kind: Ticket['kind']): Ticket {
  const now = ctx.clock.now();
  const { wecom } = ctx.state;
  const living = wecom.tickets.find((ticket) => ticket.kind === kind && now < ticket.expiresAt);
  if (living) return living;
  const fresh: Ticket = { kind, ticket: ctx.random.text(86), expiresAt: now + LIFE_MS };
  wecom.tickets = [...wecom.tickets.filter((old) => now < old.expiresAt), fresh];
  return fresh;
}

function ticketAnswer(ctx: Ctx, ticket: Ticket): Outgoing {
  const expiresIn = Math.floor((ticket.expiresAt - ctx.clock.now()) / 1000);
  return json({ errcode: 0, errmsg: 'ok', ticket: ticket.ticket, expires_in: expiresIn });
}
