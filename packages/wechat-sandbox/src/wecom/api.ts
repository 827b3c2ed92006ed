import { z } from 'zod';
import type { ZodType } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';

/** What answers one path of qyapi.weixin.qq.com, after the access token was looked at. */
export type Endpoint = (ctx: Ctx, request: Incoming) => Outgoing | Promise<Outgoing>;

export const DAY_MS = 24 * 3600 * 1000;

export function ok(fields: Record<string, unknown> = {}): Outgoing {
  return json({ errcode: 0, errmsg: 'ok', ...fields });
}

/** The JSON body; a field of the wrong type, size or form is 40058. */
export function readBody<T>(request: Incoming, schema: ZodType<T>): T {
  return jsonBody(request, schema, 40058);
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Text of at most so many bytes of UTF-8. */
export function textUpTo(bytes: number): ZodType<string> {
  return z.string().refine((text) => bytesOf(text) <= bytes, `exceeds ${bytes} bytes`);
}

/** Unix seconds, as the wire has them. */
export function wireSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

export const pageFields = { cursor: z.string().optional(), limit: z.int().optional() };
type PageAsk = { cursor?: string | undefined; limit?: number | undefined };
type PageRule<T> = { usual: number; most: number; key: (item: T) => string };

/**
 * One page of `items`. A limit below 1 or above the most counts as not given. The cursor names the last item that was handed out,
 * so that edits between two pages neither repeat nor skip others. Refuses: 50100 for a cursor that is none.
 */
export function page<T>(
  items: T[],
  ask: PageAsk,
  rule: PageRule<T>,
): { items: T[]; cursor: { next_cursor: string } } {
  const { limit = rule.usual } = ask;
  const size = limit < 1 || limit > rule.most ? rule.usual : limit;
  const start = ask.cursor ? afterCursor(items, ask.cursor, rule.key) : 0;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const more = last !== undefined && start + size < items.length;
  return {
    items: shown,
    cursor: { next_cursor: more ? toCursor(rule.key(last), start + size) : '' },
  };
}

const cursorSchema = z.tuple([z.string(), z.int().min(0)]);

function toCursor(lastKey: string, next: number): string {
  return Buffer.from(JSON.stringify([lastKey, next])).toString('base64url');
}

function afterCursor<T>(items: T[], cursor: string, key: (item: T) => string): number {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new Refusal(50100, 'invalid cursor');
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) throw new Refusal(50100, 'invalid cursor');
  const [lastKey, next] = parsed.data;
  const at = items.findIndex((item) => key(item) === lastKey);
  return at < 0 ? next : at + 1;
}
