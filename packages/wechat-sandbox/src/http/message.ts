import type { IncomingHttpHeaders } from 'node:http';

export type Incoming = {
  method: string;
  /** As the platform sees it: without the host prefix. */
  path: string;
  /** Path and query exactly as sent, without the host prefix: what a Pay signature covers. */
  rawUrl: string;
  /** What stood before the path, e.g. `/api.mch.weixin.qq.com`; empty when the Host header named the platform. */
  prefix: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  cookies: Record<string, string>;
  params: Record<string, string>;
  body: Buffer;
  /** What the gate looked at, in its order; shown on the control screen. */
  checks: CheckStep[];
  /** Who calls: what a whitelist of addresses compares. */
  ip: string;
};

/** One thing a platform checks before it does anything: what it got, and what it wanted when that was not it. */
export type CheckStep = { name: string; ok: boolean; given?: string; expected?: string; hint?: string };

export type Outgoing = {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** For the journal of the control screen; never sent. */
  note?: JournalNote;
};

export type JournalNote = {
  errcode?: string;
  explanation?: string;
  /** The string that should have been signed, or what else was wanted. */
  expected?: string;
  checks?: CheckStep[];
};

export function json(value: unknown, status = 200): Outgoing {
  return reply(status, 'application/json; charset=utf-8', JSON.stringify(value));
}

export function html(page: string, status = 200): Outgoing {
  return reply(status, 'text/html; charset=utf-8', page);
}

export function reply(status: number, contentType: string, body: string | Buffer): Outgoing {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

export function empty(status: number): Outgoing {
  return { status, headers: {}, body: Buffer.alloc(0) };
}

export function redirect(location: string, cookies: string[] = []): Outgoing {
  return {
    status: 302,
    headers: { location, ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) },
    body: Buffer.alloc(0),
  };
}

export function cookiesOf(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies[part.slice(0, at).trim()] = safeDecode(part.slice(at + 1).trim());
  }
  return cookies;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
