import { createHash, createHmac } from 'node:crypto';
import type { Context } from 'koa';
import { sameText } from '../kernel/crypto';
import type { Ctx } from '../kernel/context';
import { AppError } from '../kernel/errors';
import { redis } from '../kernel/redis';
import type { OpenClient } from './open-api-v1';

const WINDOW_SECONDS = 300;
const KEY = /^[0-9a-z]{20}$/;
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

export type Signable = { method: string; url: string; timestamp: string; nonce: string; body: Buffer };

/** What a signature covers: method, path with query as sent, time, nonce, and the hash of the body. */
export const signatureOf = (secret: string, { method, url, timestamp, nonce, body }: Signable): string =>
  createHmac('sha256', secret)
    .update([method, url, timestamp, nonce, createHash('sha256').update(body).digest('hex')].join('\n'))
    .digest('hex');

type By = { body: Buffer; clientOf: (ctx: Ctx, keyId: string) => Promise<OpenClient | null> };

/**
 * Who signed this call. An unknown key looks like a wrong signature. A nonce is burnt only by a good signature, for as long as
 * its time would be taken. Refuses: LOGIN_REQUIRED (no or odd headers), API_SIGNATURE_INVALID, API_REQUEST_STALE,
 * API_NONCE_USED, TOO_MANY_REQUESTS.
 */
export async function authenticate(ctx: Ctx, http: Context, { body, clientOf }: By): Promise<OpenClient> {
  const [keyId, timestamp] = [http.get('X-Api-Key'), http.get('X-Api-Timestamp')];
  const [nonce, signature] = [http.get('X-Api-Nonce'), http.get('X-Api-Signature')];
  const isWhole = KEY.test(keyId) && NONCE.test(nonce) && SIGNATURE.test(signature);
  if (!isWhole || !/^\d{10}$/.test(timestamp)) throw new AppError('LOGIN_REQUIRED');
  const client = await clientOf(ctx, keyId);
  const wanted = signatureOf(client?.secret ?? 'nobody', {
    method: http.method,
    url: http.originalUrl,
    timestamp,
    nonce,
    body,
  });
  if (!sameText(signature, wanted) || !client) throw new AppError('API_SIGNATURE_INVALID');
  if (Math.abs(ctx.now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS)
    throw new AppError('API_REQUEST_STALE');
  const isFirst = await redis().set(
    `open-api:nonce:${keyId}:${nonce}`,
    '1',
    'EX',
    2 * WINDOW_SECONDS + 10,
    'NX',
  );
  if (!isFirst) throw new AppError('API_NONCE_USED');
  await limitKey(ctx, client);
  return client;
}

async function limitKey(ctx: Ctx, { keyId, requestsPerMinute }: OpenClient): Promise<void> {
  const key = `open-api:rate:${keyId}:${Math.floor(ctx.now.getTime() / 60_000)}`;
  const [counted] = (await redis().multi().incr(key).expire(key, 120).exec()) ?? [];
  if (Number(counted?.[1]) > requestsPerMinute) throw new AppError('TOO_MANY_REQUESTS');
}
