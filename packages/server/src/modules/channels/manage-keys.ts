import { randomBytes } from 'node:crypto';
import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { seal, unseal } from '../../kernel/crypto';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import * as staff from '../staff';
import * as stores from '../stores';
import { findKey, insertKey, listKeys, revoke, touchKey } from './api-key.model';
import type { ApiKey } from './api-key.model';
import { requireOperator } from './require-operator';

type View = Answer<Contracts['channels.revokeApiKey']>;
const PURPOSE = 'api key secret';

/** The secret leaves the house in this answer only. Refuses: FORBIDDEN, NOT_FOUND (a store). */
export async function createApiKey(
  ctx: Ctx,
  input: Parsed<Contracts['channels.createApiKey']>,
): Promise<Answer<Contracts['channels.createApiKey']>> {
  const { userid } = await requireOperator(ctx);
  for (const storeId of input.storeIds ?? []) await stores.requireStore(ctx, storeId);
  const secret = randomBytes(32).toString('base64url');
  const key: ApiKey = {
    _id: newId(),
    name: input.name,
    sealedSecret: seal(PURPOSE, secret),
    scopes: [...new Set(input.scopes)],
    storeIds: input.storeIds ?? null,
    requestsPerMinute: input.requestsPerMinute,
    createdBy: userid,
    createdAt: ctx.now,
    lastUsedAt: null,
    revokedAt: null,
  };
  await insertKey(key);
  await staff.recordAudit(ctx, { action: 'channels.createApiKey', subject: key._id });
  return { key: present(key), secret };
}

/** Refuses: FORBIDDEN. */
export async function listApiKeys(ctx: Ctx): Promise<Answer<Contracts['channels.listApiKeys']>> {
  await requireOperator(ctx);
  return { items: (await listKeys()).map(present) };
}

/** Refuses: FORBIDDEN, NOT_FOUND. */
export async function revokeApiKey(ctx: Ctx, { keyId }: { keyId: string }): Promise<View> {
  await requireOperator(ctx);
  await revoke(keyId, ctx.now);
  const key = await findKey(keyId);
  if (!key) throw new AppError('NOT_FOUND');
  await staff.recordAudit(ctx, { action: 'channels.revokeApiKey', subject: keyId });
  return present(key);
}

export type Client = Pick<ApiKey, 'scopes' | 'requestsPerMinute'> & { keyId: string; secret: string };

/** Who a key id belongs to, with the secret its signatures are made with; null for none or a revoked one. */
export async function clientOf(_ctx: Ctx, keyId: string): Promise<Client | null> {
  const key = await findKey(keyId);
  if (!key || key.revokedAt !== null) return null;
  return {
    keyId,
    secret: unseal(PURPOSE, key.sealedSecret),
    scopes: key.scopes,
    requestsPerMinute: key.requestsPerMinute,
  };
}

export const noteUse = (ctx: Ctx, keyId: string): Promise<void> => touchKey(keyId, ctx.now);

const present = (key: ApiKey): View => ({
  keyId: key._id,
  name: key.name,
  scopes: key.scopes,
  storeIds: key.storeIds,
  requestsPerMinute: key.requestsPerMinute,
  createdAt: key.createdAt.toISOString(),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
});
