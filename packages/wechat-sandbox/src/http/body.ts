import type { ZodType } from 'zod';
import type { Incoming } from './message';
import { Refusal } from './refusal';

/** A JSON body of api.weixin.qq.com or qyapi.weixin.qq.com: form encoding and broken JSON are 47001, none is 44002. */
export function jsonBody<T>(request: Incoming, schema: ZodType<T>, wrongField = 40097): T {
  const text = request.body.toString('utf8');
  if (text.trim() === '') throw new Refusal(44002, 'empty post data');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(47001, 'data format error');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal(
    wrongField,
    `invalid args: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  );
}

export function queryParam(request: Incoming, name: string, missing: number): string {
  const value = request.query.get(name);
  if (!value) throw new Refusal(missing, `${name} missing`);
  return value;
}
