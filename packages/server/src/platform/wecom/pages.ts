import { getJsApiSignature } from '@wecom/crypto';
import { z } from 'zod';
import { config } from '../../config';
import { now } from '../../kernel/clock';
import { randomText } from '../../kernel/ids';
import { cachedToken } from '../../kernel/tokens';
import type { CachedToken } from '../../kernel/tokens';
import { PLATFORM, ask } from './api';

export type PageSignature = { timestamp: number; nonceStr: string; signature: string };
/** `corp` for wx.config, `agent` for agentConfig. */
export type TicketKind = 'corp' | 'agent';

async function fetchTicket(kind: TicketKind) {
  const answer = z.object({ ticket: z.string().min(1), expires_in: z.int().positive() });
  const { ticket, expires_in } =
    kind === 'corp'
      ? await ask({ path: '/cgi-bin/get_jsapi_ticket', answer })
      : await ask({ path: '/cgi-bin/ticket/get', query: { type: 'agent_config' }, answer });
  return { value: ticket, expiresInSeconds: expires_in };
}

const tickets = new Map<string, CachedToken>();

/** WeCom gives out only 400 an hour to a company and 100 to an app, so they are shared and kept. */
export function jsapiTicket(kind: TicketKind): Promise<string> {
  const name = `${PLATFORM}-ticket:${config().WECOM_CORPID}:${config().WECOM_AGENTID}:${kind}`;
  const known = tickets.get(name) ?? cachedToken({ name, fetch: () => fetchTicket(kind) });
  tickets.set(name, known);
  return known.get();
}

/** The JS-SDK signature of a page, whose fragment does not count. */
export async function signPage(url: string, kind: TicketKind): Promise<PageSignature> {
  const ticket = await jsapiTicket(kind);
  const timestamp = Math.floor(now().getTime() / 1000);
  const nonceStr = randomText(16);
  const { signature } = getJsApiSignature({ url: url.replace(/#.*$/s, ''), ticket, nonceStr, timestamp });
  return { timestamp, nonceStr, signature };
}
