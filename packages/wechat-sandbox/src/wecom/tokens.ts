import type { Ctx } from '../ctx';
import { queryParam } from '../http/body';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { DAY_MS, ok } from './api';
import { countCall, requireOpen } from './quota';
import type { Ticket } from './state';

const LIFE_MS = 7200 * 1000;

/** One token per app secret: the same one comes back as long as it lives. Refuses: 41002, 41004, 40013, 40001, 45009. */
export function getToken(ctx: Ctx, request: Incoming): Outgoing {
  const { corp } = ctx.world;
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  requireOpen(ctx, request);
  const corpid = queryParam(request, 'corpid', 41002);
  const secret = queryParam(request, 'corpsecret', 41004);
  if (corpid !== corp.corpid || secret !== corp.secret) {
    countCall(ctx, request.path);
    if (corpid !== corp.corpid) throw new Refusal(40013, 'invalid corpid');
    throw new Refusal(40001, 'invalid credential');
  }
  let current = wecom.tokens.find((token) => now < token.expiresAt);
  if (!current) {
    current = { token: ctx.random.text(180), kind: 'corp', issuedAt: now, expiresAt: now + LIFE_MS };
    wecom.tokens = [...wecom.tokens.filter((old) => now - old.expiresAt < DAY_MS), current];
  }
  return ok({
    access_token: current.token,
    expires_in: Math.floor((current.expiresAt - now) / 1000),
  });
}

export function requireCorpToken(ctx: Ctx, request: Incoming): void {
  const token = queryParam(request, 'access_token', 41001);
  const known = ctx.state.wecom.tokens.find((candidate) => candidate.token === token);
  const alive = known !== undefined && ctx.clock.now() < known.expiresAt;
  request.checks.push({
    name: 'access_token',
    ok: alive,
    ...(alive ? {} : { given: token, hint: known ? 'expired' : 'not given out here, or dead' }),
  });
  if (!known) throw new Refusal(40014, 'invalid access_token');
  if (!alive) throw new Refusal(42001, 'access_token expired');
}

/** 企业可信IP. Refuses: 60020. */
export function requireTrustedIp(ctx: Ctx, request: Incoming): void {
  const { trustedIps } = ctx.state.wecom;
  if (trustedIps === null) return;
  const trusted = trustedIps.includes(request.ip);
  const wanted = trusted ? {} : { expected: trustedIps.join(', ') || 'nobody' };
  request.checks.push({ name: 'trusted ip', ok: trusted, given: request.ip, ...wanted });
  if (!trusted) throw new Refusal(60020, 'not allow to access from your ip');
}

/** The app the token is of. Refuses: 41011, 40056. */
export function requireAgent(ctx: Ctx, agentid: number | string | undefined): void {
  if (agentid === undefined) throw new Refusal(41011, 'agentid missing');
  if (String(agentid) !== ctx.world.corp.agentid) throw new Refusal(40056, 'invalid agentid');
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
  return ok({
    ticket: ticket.ticket,
    expires_in: Math.floor((ticket.expiresAt - ctx.clock.now()) / 1000),
  });
}
