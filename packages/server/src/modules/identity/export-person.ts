import type { Ctx } from '../../kernel/context';
import { each } from '../../kernel/personal-data';
import type { Section } from '../../kernel/personal-data';
import { findRow } from './customer.model';
import { decisionsNaming } from './erase.model';
import { resolveCustomerId } from './find-customer';
import { decisionText, sourceText, typeText } from './graph-words';
import { findIdentifiers, identifiersOf, labelOf, readValue } from './identifier.model';
import { sightingsOf } from './sighting.model';
import type { SightingRow } from './sighting.model';

/**
 * Who we take this customer for and what from. Identifiers of their own are whole; what was seen with them and is somebody else's, or
 * of many people, is masked.
 */
export function exportOf(ctx: Ctx, customerId: string): Section[] {
  const own = () => resolveCustomerId(ctx, customerId);
  return [
    {
      name: 'member',
      title: '会员',
      rows: () =>
        each(
          async () => members(await own()),
          (row) => row,
        ),
    },
    {
      name: 'identifiers',
      title: '身份标识',
      rows: () =>
        each(
          async () => identifiers(await own()),
          (row) => row,
        ),
    },
    { name: 'sightings', title: '标识的来源', rows: () => sightings(own) },
    {
      name: 'decisions',
      title: '关于身份的人工操作',
      rows: () =>
        each(
          async () => decisions(await own()),
          (row) => row,
        ),
    },
  ];
}

async function members(customerId: string): Promise<Record<string, unknown>[]> {
  const row = await findRow(customerId);
  return row ? [{ memberNo: row.memberNo, since: row.createdAt, consents: row.consents }] : [];
}

const identifiers = async (customerId: string): Promise<Record<string, unknown>[]> =>
  (await identifiersOf(customerId)).map((row) => ({
    type: row.type,
    typeText: typeText[row.type],
    value: readValue(row),
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.seenAt,
  }));

async function* sightings(own: () => Promise<string>): AsyncGenerator<Record<string, unknown>> {
  const customerId = await own();
  const rows = (await sightingsOf([customerId])).sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1),
  );
  for (const row of rows) yield showSighting(row, customerId);
}

async function showSighting(row: SightingRow, customerId: string): Promise<Record<string, unknown>> {
  const known = await findIdentifiers(row.shown.map(({ key }) => key));
  const shown = row.shown.map(({ key, type, verified, revokedBy }) => {
    const one = known.find(({ _id }) => _id === key);
    const value = one && (one.customerId === customerId ? readValue(one) : labelOf(one));
    return {
      type,
      typeText: typeText[type],
      value: value ?? null,
      verified,
      counts: revokedBy === undefined,
    };
  });
  return { at: row.at, source: row.source, sourceText: sourceText(row.source), ref: row.ref, shown };
}

/** A reason that was given about two people may speak of the other one. */
async function decisions(customerId: string): Promise<Record<string, unknown>[]> {
  const mine = new Set((await sightingsOf([customerId])).map(({ _id }) => _id));
  const rows = (await decisionsNaming([...mine, customerId])).sort((a, b) => a.at.getTime() - b.at.getTime());
  return rows.map((row) => ({
    at: row.at,
    kind: row.kind,
    text: decisionText(row),
    by: '私域运营',
    reason: row.customerIds.every((id) => mine.has(id)) ? row.reason : null,
    undoneAt: row.undone?.at ?? null,
  }));
}
