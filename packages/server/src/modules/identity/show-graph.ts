import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { shanghaiText } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import * as staff from '../staff';
import { changesOf } from './change.model';
import { decisionsOf } from './decision.model';
import type { DecisionRow } from './decision.model';
import { explain } from './graph.rules';
import { changeText, decisionText, sourceText, typeText } from './graph-words';
import { findIdentifier, labelOf } from './identifier.model';
import { partyOf, presentIdentifiers, presentSighting } from './present-graph';
import { readGraph, sightingsShown } from './read-graph';
import type { Graph } from './read-graph';
import { requireKnown, requireOperator } from './require-operator';
import { sightingsShowing } from './sighting.model';
import type { SightingRow } from './sighting.model';

type Show = Contracts['identity.showGraph'];
type Why = Contracts['identity.why'];
type NearMiss = Answer<Show>['nearMisses'][number];

const MOST_LISTED = 50;
const MOST_SHOWING = 500;

/** For operators; audited. Refuses: FORBIDDEN, NOT_FOUND. */
export async function showGraph(ctx: Ctx, { customerId }: Parsed<Show>): Promise<Answer<Show>> {
  await requireOperator(ctx);
  const known = await requireKnown(ctx, customerId);
  await staff.recordAudit(ctx, { action: 'identity.showGraph', subject: known });
  const graph = await readGraph(ctx, known);
  const { rows, hasMore } = await sightingsShown(known);
  const keys = new Set(rows.flatMap((row) => row.shown.map(({ key }) => key)));
  const customer = await partyOf(known);
  return {
    customer: customer as NonNullable<typeof customer>,
    identifiers: presentIdentifiers(graph, keys),
    sightings: rows.map((row) => presentSighting(graph, row)),
    hasMore,
    nearMisses: await nearMissesOf(graph, { customerId: known, keys }),
    decisions: (await decisionsOf([known], MOST_LISTED)).map(presentDecision),
    changes: (await changesOf(known, MOST_LISTED)).map((row) => ({
      at: row.at.toISOString(),
      text: changeText(row),
    })),
  };
}

const presentDecision = (row: DecisionRow): Answer<Show>['decisions'][number] => ({
  decisionId: row._id,
  kind: row.kind,
  at: row.at.toISOString(),
  byName: row.byName,
  reason: row.reason,
  text: decisionText(row),
  undone: row.undone && { at: row.undone.at.toISOString(), byName: row.undone.byName },
  actions: row.undone ? [] : ['undo'],
});

const NEAR: Partial<Record<ReturnType<Graph['stateOf']>, string>> = {
  cut: '两边各有自己的微信身份，不会合并',
  shared: '这个标识多人在用，不能说明是谁',
  moved: '这个号码后来换了主人',
  hint: '只是别人登记的线索，没有经过本人验证',
};

type Miss = { key: string; other: string; why: string };

/** Others who showed one of the same identifiers and are not this customer, each once, and why not. */
async function nearMissesOf(
  graph: Graph,
  { customerId, keys }: { customerId: string; keys: ReadonlySet<string> },
): Promise<NearMiss[]> {
  const showing = (await sightingsShowing([...keys], MOST_SHOWING)).filter(
    (row) => row.customerId !== customerId,
  );
  const misses = new Map<string, Miss>();
  for (const miss of [...ownedByOthers(graph, customerId), ...shownByOthers(graph, showing, keys)])
    if (misses.size < MOST_LISTED) misses.set(`${miss.key} ${miss.other}`, miss);
  const shown: NearMiss[] = [];
  for (const { key, other, why } of misses.values()) {
    const [party, row] = [await partyOf(other), graph.neighbours.identifiers.get(key)];
    if (party && row)
      shown.push({ key, typeText: typeText[row.type], label: labelOf(row), other: party, why });
  }
  return shown;
}

/** This customer showed what somebody else has. */
function ownedByOthers({ neighbours, stateOf }: Graph, customerId: string): Miss[] {
  const own = [...neighbours.sightings.values()].filter((row) => row.customerId === customerId);
  return own.flatMap((row) =>
    row.shown.flatMap((shown) => {
      const [why, owner] = [NEAR[stateOf(row, shown)], neighbours.identifiers.get(shown.key)?.customerId];
      return why && owner && owner !== customerId ? [{ key: shown.key, other: owner, why }] : [];
    }),
  );
}

/** Others showed what this customer shows. */
function shownByOthers({ stateOf }: Graph, showing: SightingRow[], keys: ReadonlySet<string>): Miss[] {
  return showing.flatMap((row) =>
    row.shown.flatMap((shown) => {
      const why = keys.has(shown.key) ? NEAR[stateOf(row, shown)] : undefined;
      return why ? [{ key: shown.key, other: row.customerId, why }] : [];
    }),
  );
}

/** Refuses: FORBIDDEN, NOT_FOUND. */
export async function showWhy(ctx: Ctx, { from, to }: Parsed<Why>): Promise<Answer<Why>> {
  await requireOperator(ctx);
  const start = await findIdentifier(from);
  if (!start?.customerId) return { way: null };
  const graph = await readGraph(ctx, start.customerId);
  const way = explain(graph.resolution, from, to);
  if (!way) return { way: null };
  return {
    way: stepsOf(
      graph,
      way.map(({ sighting, key }) => ({ id: sighting.id, key })),
      from,
    ),
  };
}

type Half = { id: string; key: string };

/** Two pieces of evidence of one sighting are one step: "these two were shown together". */
function stepsOf(graph: Graph, halves: Half[], from: string): NonNullable<Answer<Why>['way']> {
  const steps: NonNullable<Answer<Why>['way']> = [];
  let at = from;
  for (let i = 0; i + 1 < halves.length; i += 2) {
    const { id, key: to } = halves[i + 1] as Half;
    const row = graph.neighbours.sightings.get(id);
    if (!row) continue;
    const text = `${shanghaiText(row.at)} ${sourceText(row.source)}：同时出示了${nameOf(graph, at)}和${nameOf(graph, to)}`;
    steps.push({
      sightingId: id,
      at: row.at.toISOString(),
      sourceText: sourceText(row.source),
      from: at,
      to,
      text,
    });
    at = to;
  }
  return steps;
}

function nameOf({ neighbours }: Graph, key: string): string {
  const row = neighbours.identifiers.get(key);
  return row ? `${typeText[row.type]} ${labelOf(row)}` : '一个标识';
}
