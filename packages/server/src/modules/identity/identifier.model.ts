import { Schema, model } from 'mongoose';
import { lookupHash, seal, unseal } from '../../kernel/crypto';
import { changeEachPlain, changePlain, findPlain, insertPlain, listPlain } from '../../kernel/db';
import { keepsSealed } from '../../kernel/sealed-fields';
import { maskEmail, maskPhone } from '@omni/shared/phone';
import type { EvidenceType } from './evidence.rules';

export type Identifier = { type: EvidenceType; value: string };
export type IdentifierRow = {
  /** `<type>:<hash of the value>`. */
  _id: string;
  type: EvidenceType;
  /** Phones and e-mail addresses are sealed; the ids of WeChat, WeCom and tills are pseudonyms and stay readable. */
  value: string;
  /** Derived: whose it is; null: nobody's, because many show it or it was only ever a hint. */
  customerId: string | null;
  /** Derived: more people show it than the rules allow. */
  isShared: boolean;
  sharedSince: Date | null;
  /** The decision by which an operator said that it is shared; null: none. */
  declaredBy: string | null;
  firstSeenAt: Date;
  seenAt: Date;
  /** How many sightings show it. */
  sightings: number;
  /** Goes up with every sighting that shows it, so that two at once cannot miss each other. */
  revision: number;
};

const date = { type: Date, required: true } as const;
const schema = new Schema<IdentifierRow>(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    value: { type: String, required: true },
    customerId: { type: String, default: null },
    isShared: { type: Boolean, required: true },
    sharedSince: { type: Date, default: null },
    declaredBy: { type: String, default: null },
    firstSeenAt: date,
    seenAt: date,
    sightings: { type: Number, required: true },
    revision: { type: Number, required: true },
  },
  { versionKey: false },
)
  .index({ customerId: 1, type: 1 })
  .index({ sharedSince: -1, _id: -1 }, { partialFilterExpression: { sharedSince: { $type: 'date' } } })
  .index({ declaredBy: 1 }, { partialFilterExpression: { declaredBy: { $type: 'string' } } });
const Identifiers = model('identifier', schema, 'identities');

const SEALED: readonly EvidenceType[] = ['phone', 'email', 'receiver_phone'];
for (const type of SEALED) keepsSealed(Identifiers, { field: 'value', purpose: type, where: { type } });
export const isSealed = (type: EvidenceType): boolean => SEALED.includes(type);

/** E-mail addresses and phones are one whatever their kind of use; `receiver_phone` is its own kind and finds nobody. */
export const keyOf = ({ type, value }: Identifier): string => `${type}:${lookupHash(type, value)}`;
export const readValue = ({ type, value }: Pick<IdentifierRow, 'type' | 'value'>): string =>
  isSealed(type) ? unseal(type, value) : value;

/** For screens: numbers and addresses masked, other ids as they begin and end. */
export function labelOf(row: Pick<IdentifierRow, 'type' | 'value'>): string {
  const value = readValue(row);
  if (row.type === 'email') return maskEmail(value);
  if (isSealed(row.type)) return maskPhone(value);
  return value.length > 14 ? `${value.slice(0, 6)}…${value.slice(-4)}` : value;
}

export const findIdentifier = (key: string): Promise<IdentifierRow | null> =>
  findPlain(Identifiers, { _id: key });
export const findIdentifiers = (keys: string[]): Promise<IdentifierRow[]> =>
  keys.length === 0 ? Promise.resolve([]) : listPlain(Identifiers, { _id: { $in: keys } });

/** Whose they are, last seen first. */
export const identifiersOf = async (customerId: string): Promise<IdentifierRow[]> =>
  (await listPlain<IdentifierRow>(Identifiers, { customerId })).sort(
    (a, b) => b.seenAt.getTime() - a.seenAt.getTime() || (a._id < b._id ? -1 : 1),
  );

/** Somebody's identifier that was never seen before; `customerId` null: nobody's yet. */
export const newIdentifier = (one: Identifier, at: Date, customerId: string | null): IdentifierRow => ({
  _id: keyOf(one),
  type: one.type,
  value: isSealed(one.type) ? seal(one.type, one.value) : one.value,
  customerId,
  isShared: false,
  sharedSince: null,
  declaredBy: null,
  firstSeenAt: at,
  seenAt: at,
  sightings: 1,
  revision: 0,
});
export const insertIdentifiers = (rows: IdentifierRow[]): Promise<void> => insertPlain(Identifiers, rows);

/** Inside a transaction: whoever notes one of the same identifiers at the same time has to do it again. */
export async function seeAgain(keys: string[], at: Date): Promise<void> {
  await Identifiers.updateMany(
    { _id: { $in: keys } },
    { $inc: { sightings: 1, revision: 1 }, $max: { seenAt: at }, $min: { firstSeenAt: at } },
  );
}

/** The same for many, each seen at a time of its own; twice when it is there twice. */
export const seeEachAgain = (seen: readonly { key: string; at: Date }[]): Promise<void> =>
  changeEachPlain(
    Identifiers,
    seen.map(({ key, at }) => ({
      filter: { _id: key },
      update: { $inc: { sightings: 1, revision: 1 }, $max: { seenAt: at }, $min: { firstSeenAt: at } },
    })),
  );

export type Derived = Pick<IdentifierRow, 'customerId' | 'isShared' | 'sharedSince'>;
export async function setDerived(key: string, derived: Derived): Promise<void> {
  await changePlain(Identifiers, { _id: key }, { $set: derived });
}

/** False when somebody declared it before. */
export async function declareShared(key: string, declaredBy: string): Promise<boolean> {
  const change = { $set: { declaredBy }, $inc: { revision: 1 } };
  return (await Identifiers.updateOne({ _id: key, declaredBy: null }, change)).modifiedCount === 1;
}

/** Answers the keys that one decision had declared. */
export async function undeclareShared(declaredBy: string): Promise<string[]> {
  const rows = await listPlain<IdentifierRow>(Identifiers, { declaredBy });
  await Identifiers.updateMany({ declaredBy }, { $set: { declaredBy: null }, $inc: { revision: 1 } });
  return rows.map(({ _id }) => _id);
}

/** Shared identifiers, found latest first. */
export const listShared = (
  after: { at: Date; id: string } | undefined,
  limit: number,
): Promise<IdentifierRow[]> => {
  const older = after && {
    $or: [{ sharedSince: { $lt: after.at } }, { sharedSince: after.at, _id: { $lt: after.id } }],
  };
  return Identifiers.find({ sharedSince: { $type: 'date' }, ...older })
    .sort({ sharedSince: -1, _id: -1 })
    .limit(limit)
    .lean<IdentifierRow[]>()
    .exec();
};

export const deleteIdentifiers = async (keys: string[]): Promise<number> =>
  (await Identifiers.deleteMany({ _id: { $in: keys } })).deletedCount;
