import type { ApiScope } from '@omni/shared/contracts/channels';
import { Schema, model } from 'mongoose';
import type { z } from 'zod';
import { keepsSealed } from '../../kernel/sealed-fields';

export type Scope = z.output<typeof ApiScope>;
export type ApiKey = {
  _id: string;
  name: string;
  /** Sealed, because an HMAC is checked with the secret itself. */
  sealedSecret: string;
  scopes: Scope[];
  storeIds: string[] | null;
  requestsPerMinute: number;
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

const text = { type: String, required: true } as const;
const maybeTime = { type: Date, default: null } as const;
const schema = new Schema<ApiKey>(
  {
    _id: text,
    name: text,
    sealedSecret: text,
    scopes: [String],
    storeIds: { type: [String], default: null },
    requestsPerMinute: { type: Number, required: true },
    createdBy: text,
    createdAt: { type: Date, required: true },
    lastUsedAt: maybeTime,
    revokedAt: maybeTime,
  },
  { versionKey: false },
);
const ApiKeys = model('apiKey', schema, 'api_keys');
keepsSealed(ApiKeys, { field: 'sealedSecret', purpose: 'api key secret' });

export const insertKey = async (key: ApiKey): Promise<void> => {
  await ApiKeys.create([key]);
};
export const findKey = (keyId: string): Promise<ApiKey | null> =>
  ApiKeys.findById(keyId).lean<ApiKey>().exec();
export const listKeys = (): Promise<ApiKey[]> =>
  ApiKeys.find().sort({ _id: 1 }).limit(500).lean<ApiKey[]>().exec();

/** The first revocation counts. */
export const revoke = async (keyId: string, at: Date): Promise<void> => {
  await ApiKeys.updateOne({ _id: keyId, revokedAt: null }, { $set: { revokedAt: at } });
};

/** At most one write a minute, however often the key is used. */
export const touchKey = async (keyId: string, at: Date): Promise<void> => {
  const before = new Date(at.getTime() - 60_000);
  await ApiKeys.updateOne(
    { _id: keyId, $or: [{ lastUsedAt: null }, { lastUsedAt: { $lt: before } }] },
    { $set: { lastUsedAt: at } },
  );
};
