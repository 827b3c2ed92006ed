import mongoose from 'mongoose';
import { nameFinder } from './find-names.rules';

export type Found = {
  collections: number;
  documents: number;
  /** Collections with documents that name one of these, and how many. */
  found: { name: string; documents: number }[];
  /** Documents that name one of them and were written after `since`. */
  newcomer: number;
};

/**
 * Looks through every document of every collection of the database, whoever keeps it, for these names. `tick` is called between
 * collections, so that whoever runs this for long can say that they are still at it.
 */
export async function searchDatabase(
  names: readonly string[],
  { since, tick }: { since: Date | null; tick?: () => Promise<void> },
): Promise<Found> {
  const isNamed = nameFinder(names);
  const result: Found = { collections: 0, documents: 0, found: [], newcomer: 0 };
  for (const { name } of await mongoose.connection.listCollections()) {
    if (name.startsWith('system.')) continue;
    result.collections += 1;
    const here = await searchOne(name, isNamed, since);
    result.documents += here.documents;
    result.newcomer += here.newcomer;
    if (here.named > 0) result.found.push({ name, documents: here.named });
    await tick?.();
  }
  return result;
}

async function searchOne(
  collection: string,
  isNamed: (text: string) => boolean,
  since: Date | null,
): Promise<{ documents: number; named: number; newcomer: number }> {
  const counts = { documents: 0, named: 0, newcomer: 0 };
  const all = mongoose.connection.collection(collection).find({}, { batchSize: 500 });
  for await (const document of all) {
    counts.documents += 1;
    if (!isNamed(JSON.stringify(document))) continue;
    if (since !== null && isWrittenSince(document, since)) counts.newcomer += 1;
    else counts.named += 1;
  }
  return counts;
}

/** When a document was written down, whatever its collection calls that. */
const WRITTEN = [
  ...[
    'createdAt',
    'recordedAt',
    'firstSeenAt',
    'placedAt',
    'issuedAt',
    'bookedAt',
    'appliedAt',
    'begunAt',
    'foundAt',
  ],
  ...['askedAt', 'uploadedAt', 'receivedAt', 'seenAt', 'at'],
];
function isWrittenSince(document: Record<string, unknown>, since: Date): boolean {
  const at = WRITTEN.map((field) => document[field]).find((value) => value instanceof Date);
  return at instanceof Date && at >= since;
}
