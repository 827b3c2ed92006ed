import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { maskPhone } from '@omni/shared/phone';
import { findRow } from './customer.model';
import type { EvidenceType } from './evidence.rules';
import { sourceText, stateText, typeText } from './graph-words';
import { identifiersOf, labelOf, readValue } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { identifierState } from './read-graph';
import type { Graph, IdentifierState } from './read-graph';
import { sightingsOf } from './sighting.model';
import type { SightingRow } from './sighting.model';

type ShowGraph = Answer<Contracts['identity.showGraph']>;
export type Party = ShowGraph['customer'];
export type IdentifierView = ShowGraph['identifiers'][number];

const KNOWN_BY: readonly [EvidenceType, string][] = [
  ['mp_openid', '小程序'],
  ['external_userid', '企业微信'],
  ['oa_openid', '公众号'],
  ['pos_card', '会员卡'],
  ['member_no', '老会员'],
  ['channel_buyer', '平台买家'],
  ['phone', '手机号'],
  ['email', '邮箱'],
];

/** A line that says who this is without saying too much. null: nobody (any longer). */
export async function partyOf(customerId: string): Promise<Party | null> {
  const row = await findRow(customerId);
  if (!row) return null;
  const identifiers = await identifiersOf(customerId);
  const times = (await sightingsOf([customerId])).map(({ at }) => at.getTime());
  const phone = identifiers.find(({ type }) => type === 'phone');
  const has = new Set(identifiers.map(({ type }) => type));
  return {
    customerId,
    memberNo: row.memberNo,
    phoneMasked: phone ? maskPhone(readValue(phone)) : null,
    knownBy: KNOWN_BY.filter(([type]) => has.has(type)).map(([, text]) => text),
    firstSeenAt: new Date(Math.min(...times, row.createdAt.getTime())).toISOString(),
    lastSeenAt: new Date(Math.max(...times, row.createdAt.getTime())).toISOString(),
  };
}

export const presentIdentifier = (row: IdentifierRow, state: IdentifierState): IdentifierView => ({
  key: row._id,
  type: row.type,
  typeText: typeText[row.type],
  label: labelOf(row),
  state,
});

export const presentIdentifiers = (graph: Graph, keys: ReadonlySet<string>): IdentifierView[] =>
  [...graph.neighbours.identifiers.values()]
    .filter(({ _id }) => keys.has(_id))
    .sort(
      (a, b) => graph.rules.types[b.type].rank - graph.rules.types[a.type].rank || (a._id < b._id ? -1 : 1),
    )
    .map((row) => presentIdentifier(row, identifierState(row, graph)));

/** A ref names a system's number, and may begin with the key it came by; people read the end of it. */
const refText = ({ ref }: SightingRow): string | null => ref && ref.replace(/^[^/]*\//, '').slice(-40);

export const presentSighting = (graph: Graph, row: SightingRow): ShowGraph['sightings'][number] => ({
  sightingId: row._id,
  at: row.at.toISOString(),
  source: row.source,
  sourceText: sourceText(row.source),
  ref: refText(row),
  evidence: row.shown.map((shown) => {
    const state = graph.stateOf(row, shown);
    return { key: shown.key, isVerified: shown.verified, state, stateText: stateText[state] };
  }),
});
