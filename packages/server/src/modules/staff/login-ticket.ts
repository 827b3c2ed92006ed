import { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { fingerprint, sameText } from '../../kernel/crypto';
import { randomText } from '../../kernel/ids';
import { redis } from '../../kernel/redis';

const LIFE_SECONDS = 600;
const Ticket = z.object({ nonceHash: z.string(), returnTo: z.string(), goodUntil: z.number() });
export type LoginTicket = z.output<typeof Ticket>;

/** Redis knows neither state nor nonce, only how to recognise them. */
const keyOf = (state: string): string => `staff-login:${fingerprint(state)}`;

/** `state` travels through WeCom and comes back in the address; `nonce` never leaves the browser that began. */
export async function openTicket(ctx: Ctx, returnTo: string): Promise<{ state: string; nonce: string }> {
  const state = randomText(40);
  const nonce = randomText(40);
  const goodUntil = ctx.now.getTime() + LIFE_SECONDS * 1000;
  await putTicket(state, { nonceHash: fingerprint(nonce), returnTo, goodUntil });
  return { state, nonce };
}

export async function putTicket(state: string, ticket: LoginTicket): Promise<void> {
  await redis().set(keyOf(state), JSON.stringify(ticket), 'EX', LIFE_SECONDS, 'NX');
}

/** Takes the ticket away, so that it is good once; null when there is none, it is too old, or another browser began. */
export async function takeTicket(
  ctx: Ctx,
  given: { state: string; nonce: string },
): Promise<LoginTicket | null> {
  const text = await redis().getdel(keyOf(given.state));
  if (!text) return null;
  const ticket = Ticket.parse(JSON.parse(text));
  const inTime = ctx.now.getTime() < ticket.goodUntil;
  return inTime && sameText(fingerprint(given.nonce), ticket.nonceHash) ? ticket : null;
}
