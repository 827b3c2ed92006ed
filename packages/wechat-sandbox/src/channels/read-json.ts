import type { ZodType } from 'zod';
import type { Incoming } from '../http/message';
import { Refusal } from '../http/refusal';

/** Refuses 2100005 for what is no JSON or has a wrong field. */
export function readJson<T>(request: Incoming, schema: ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new Refusal(2100005, 'parameter error: not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(2100005, `parameter error: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
}
