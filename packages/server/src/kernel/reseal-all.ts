import mongoose from 'mongoose';
import { reseal, sealedPrefix } from './crypto';
import { sealedFields } from './sealed-fields';
import type { SealedField } from './sealed-fields';

export type Resealed = {
  /** `orders.sealedAddress (order address)` */
  place: string;
  resealed: number;
  /** Still under another key, those that cannot be opened included. */
  remaining: number;
  /** Sealed with a key that is not on the ring, or damaged. */
  unopened: number;
  /** The ids of the first of these. */
  examples: string[];
};
type Row = { _id: string } & Record<string, string>;
type Progress = (place: string, resealed: number) => void;

const ROWS_AT_ONCE = 200;
const MOST_PASSES = 5;
const EXAMPLES = 3;

export const placeOf = ({ collection, field, purpose }: SealedField): string =>
  `${collection}.${field} (${purpose})`;

/** `onlyCount`: seals nothing, and so cannot tell what can be opened. */
export async function resealAll(onProgress: Progress, { onlyCount = false } = {}): Promise<Resealed[]> {
  const reports: Resealed[] = [];
  for (const field of sealedFields())
    reports.push(onlyCount ? await countOnly(field) : await resealField(field, onProgress));
  return reports;
}

const countOnly = async (field: SealedField): Promise<Resealed> => ({
  place: placeOf(field),
  resealed: 0,
  remaining: await countRemaining(field),
  unopened: 0,
  examples: [],
});

const rowsOf = ({ collection }: SealedField) => mongoose.connection.collection<Row>(collection);

/** What another key sealed. Asked of the database each time, so that a rotation which was broken off has nothing to remember. */
const underOtherKeys = ({ field, where }: SealedField) => ({
  ...where,
  [field]: { $type: 'string', $not: new RegExp(`^${sealedPrefix().replaceAll('.', '\\.')}`) },
});

const countRemaining = (field: SealedField): Promise<number> =>
  rowsOf(field).countDocuments(underOtherKeys(field) as never);

/**
 * By passes, since a process that was started with the old key may seal behind this one; gives up once a pass brings nothing,
 * and tells what remains.
 */
async function resealField(field: SealedField, onProgress: Progress): Promise<Resealed> {
  const report: Resealed = { place: placeOf(field), resealed: 0, remaining: 0, unopened: 0, examples: [] };
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    const before = report.resealed;
    Object.assign(report, { unopened: 0, examples: [] });
    await walk(field, report, onProgress);
    report.remaining = await countRemaining(field);
    if (report.remaining <= report.unopened || report.resealed === before) break;
  }
  return report;
}

async function walk(field: SealedField, report: Resealed, onProgress: Progress): Promise<void> {
  const query = underOtherKeys(field);
  let after: string | undefined;
  for (;;) {
    const beyond = after === undefined ? {} : { _id: { $gt: after } };
    const rows = await rowsOf(field)
      .find({ ...query, ...beyond } as never, { projection: { [field.field]: 1 } })
      .sort({ _id: 1 })
      .limit(ROWS_AT_ONCE)
      .toArray();
    const changes = rows.flatMap((row) => changeOf(field, row as Row, report) ?? []);
    if (changes.length > 0)
      report.resealed += (await rowsOf(field).bulkWrite(changes, { ordered: false })).modifiedCount;
    onProgress(report.place, report.resealed);
    if (rows.length < ROWS_AT_ONCE) return;
    after = rows.at(-1)?._id;
  }
}

/** The change holds only while the text is the one that was read: what was written meanwhile is newer. */
function changeOf({ field, purpose }: SealedField, row: Row, report: Resealed) {
  const old = row[field] as string;
  try {
    const filter = { _id: row._id, [field]: old } as never;
    return { updateOne: { filter, update: { $set: { [field]: reseal(purpose, old) } as never } } };
  } catch {
    report.unopened += 1;
    if (report.examples.length < EXAMPLES) report.examples.push(String(row._id));
    return null;
  }
}
