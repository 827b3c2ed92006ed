import { model } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { ChangeRow } from './change.model';
import type { ConsentRow } from './consent.model';
import type { CustomerRow } from './customer.model';
import type { DecisionRow } from './decision.model';
import type { IdentifierRow } from './identifier.model';
import type { SightingRow } from './sighting.model';

/** What only leaving asks of the collections; their files know their shape. Looked up late, when those were loaded. */
const Changes = () => model<ChangeRow>('identityChange');
const Consents = () => model<ConsentRow>('consentEntry');
const Customers = () => model<CustomerRow>('customer');
const Decisions = () => model<DecisionRow>('identityDecision');
const Identifiers = () => model<IdentifierRow>('identifier');
const Sightings = () => model<SightingRow>('sighting');

/** Whether a sighting of anybody else shows it, too. */
export const isShownByOthers = async (key: string, customerId: string): Promise<boolean> =>
  (await Sightings().exists({ 'shown.key': key, customerId: { $ne: customerId } })) !== null;

export const decisionsNaming = (customerIds: string[]): Promise<DecisionRow[]> =>
  Decisions()
    .find({ customerIds: { $in: customerIds } })
    .lean<DecisionRow[]>()
    .exec();

export const changesNaming = (customerIds: string[]): Promise<ChangeRow[]> =>
  Changes()
    .find({ customerIds: { $in: customerIds } })
    .lean<ChangeRow[]>()
    .exec();

export const deleteDecisions = async (ids: string[]): Promise<void> => {
  await Decisions().deleteMany({ _id: { $in: ids } });
};
export const deleteChanges = async (ids: string[]): Promise<void> => {
  await Changes().deleteMany({ _id: { $in: ids } });
};
export const rewriteDecision = async (id: string, set: Partial<DecisionRow>): Promise<void> => {
  await Decisions().updateOne({ _id: id }, { $set: set });
};
export const rewriteChange = async (id: string, set: Partial<ChangeRow>): Promise<void> => {
  await Changes().updateOne({ _id: id }, { $set: set });
};

/** Changes that one of these sightings caused and that concern others alone. */
export const forgetCauses = async (sightingIds: string[], as: string): Promise<void> => {
  await Changes().updateMany({ sightingId: { $in: sightingIds } }, { $set: { sightingId: as } });
};

export const deleteCustomers = async (ids: string[]): Promise<number> =>
  (await Customers().deleteMany({ _id: { $in: ids } })).deletedCount;

export const wordsUnder = (origins: string[]): Promise<ConsentRow[]> =>
  Consents()
    .find({ origin: { $in: origins } })
    .lean<ConsentRow[]>()
    .exec();
export const renameWords = async (ids: string[], as: string): Promise<void> => {
  await Consents().updateMany({ _id: { $in: ids } }, { $set: { origin: as } });
};
/** Proofs of people who left, whose time is over. */
export const deleteWords = async (ids: string[]): Promise<number> =>
  (await Consents().deleteMany({ _id: { $in: ids }, origin: ANY_ERASED })).deletedCount;

/** So many fewer sightings show it. */
export const fewerSightings = async (key: string, fewer: number): Promise<void> => {
  await Identifiers().updateOne({ _id: key }, { $inc: { sightings: -fewer, revision: 1 } });
};
/** The same; if it was this customer's, it is nobody's until the evidence of others says whose. */
export const letGo = async (key: string, of: { customerId: string; fewer: number }): Promise<void> => {
  const { customerId, fewer } = of;
  await fewerSightings(key, fewer);
  await Identifiers().updateOne({ _id: key, customerId }, { $set: { customerId: null } });
};

/** When the first of these that is known now became known. */
export async function firstCreatedOf(customerIds: string[]): Promise<Date | null> {
  const [first] = await Customers()
    .find({ _id: { $in: customerIds } })
    .sort({ createdAt: 1 })
    .limit(1)
    .lean<CustomerRow[]>();
  return first?.createdAt ?? null;
}

/** Sightings of one source, of one customer. */
export const sightingsFrom = (source: string, customerId: string): Promise<SightingRow[]> =>
  Sightings().find({ customerId, source }).lean<SightingRow[]>().exec();
export const deleteThese = async (ids: string[]): Promise<number> =>
  (await Sightings().deleteMany({ _id: { $in: ids } })).deletedCount;
