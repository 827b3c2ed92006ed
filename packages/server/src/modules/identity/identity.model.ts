import { Schema, model } from 'mongoose';
import { lookupHash, seal, unseal } from '../../kernel/crypto';
import { findPlain, insertPlain, listPlain } from '../../kernel/db';

/** `channel_buyer`: how another channel names a buyer (`douyin:<open_id>`); it never says who that is. */
export type IdentityType = 'unionid' | 'mp_openid' | 'phone' | 'external_userid' | 'channel_buyer';
export type Identifier = { type: IdentityType; value: string };
export type IdentityRow = {
  /** `<type>:<hash of the value>`: one identifier belongs to one customer, whoever writes first. */
  _id: string;
  type: IdentityType;
  /** Phones are sealed; the ids of WeChat and WeCom are pseudonyms and stay readable. */
  value: string;
  customerId: string;
  source: string;
  linkedAt: Date;
};

const schema = new Schema<IdentityRow>(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    value: { type: String, required: true },
    customerId: { type: String, required: true },
    source: { type: String, required: true },
    linkedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ customerId: 1, type: 1 })
  // One phone per customer, also when two are bound at once.
  .index(
    { customerId: 1 },
    { name: 'one_phone_each', unique: true, partialFilterExpression: { type: 'phone' } },
  );
const Identities = model('identity', schema, 'identities');

/** Why an identifier belongs, or no longer belongs, to somebody. Only ever added to. */
export type EvidenceRow = {
  _id: string;
  kind: 'linked' | 'joined' | 'moved' | 'retired';
  identityId: string;
  customerId: string;
  fromCustomerId: string | null;
  source: string;
  at: Date;
};
const evidenceSchema = new Schema<EvidenceRow>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    identityId: { type: String, required: true },
    customerId: { type: String, required: true },
    fromCustomerId: { type: String, default: null },
    source: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ customerId: 1, at: 1 })
  .index({ identityId: 1, at: 1 });
const Evidence = model('identityEvidence', evidenceSchema, 'identity_evidence');

const SEALED_AS = 'phone';
export const identityId = ({ type, value }: Identifier): string => `${type}:${lookupHash(type, value)}`;
export const readPhone = (row: IdentityRow): string => unseal(SEALED_AS, row.value);

export const findIdentity = (identifier: Identifier): Promise<IdentityRow | null> =>
  findPlain(Identities, { _id: identityId(identifier) });

/** In the order asked for; null where nobody has it. */
export async function findIdentities(identifiers: Identifier[]): Promise<(IdentityRow | null)[]> {
  const ids = identifiers.map(identityId);
  const found = new Map(
    (await listPlain<IdentityRow>(Identities, { _id: { $in: ids } })).map((row) => [row._id, row]),
  );
  return ids.map((id) => found.get(id) ?? null);
}

/** Latest first. */
export const identitiesOf = async (customerId: string): Promise<IdentityRow[]> =>
  (await listPlain<IdentityRow>(Identities, { customerId })).sort(
    (a, b) => b.linkedAt.getTime() - a.linkedAt.getTime(),
  );

export const findPhone = (customerId: string): Promise<IdentityRow | null> =>
  Identities.findOne({ customerId, type: 'phone' }).lean<IdentityRow>().exec();

type Link = Pick<IdentityRow, 'customerId' | 'source' | 'linkedAt'>;

export const insertIdentities = (identifiers: Identifier[], link: Link): Promise<void> =>
  insertPlain(
    Identities,
    identifiers.map((identifier) => {
      const { type, value } = identifier;
      const stored = type === 'phone' ? seal(SEALED_AS, value) : value;
      return { _id: identityId(identifier), type, value: stored, ...link };
    }),
  );

export const repoint = async (id: string, customerId: string): Promise<void> => {
  await Identities.updateOne({ _id: id }, { $set: { customerId } });
};

export const deleteIdentity = async (id: string): Promise<void> => {
  await Identities.deleteOne({ _id: id });
};

export const insertEvidence = async (rows: EvidenceRow[]): Promise<void> => {
  await insertPlain(Evidence, rows);
};
