import { useState } from 'react';
import { Button } from '../../ui/button';
import { when } from '../../ui/when';
import type { Group, Node } from './evidence';
import { SightingText, StateChip } from './piece-row';
import { evidenceStates } from './words';

type Props = { nodes: readonly Node[]; groups: readonly Group[]; now: number; hasMore: boolean };

const FEW = 8;

/** The drawing in words: which identifiers were seen together, how often, when and where, and what came of it. */
export function EvidenceList({ nodes, groups, now, hasMore }: Props) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? groups : groups.slice(0, FEW);
  const count = groups.reduce((sum, { sightings }) => sum + sightings.length, 0);
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return (
    <section className="card id-card" aria-labelledby="evidence-title" data-testid="evidence-list">
      <div className="row">
        <h2 className="h2" id="evidence-title">
          依据明细
        </h2>
        <span className="small muted num">
          {hasMore ? '最近 ' : '共 '}
          {count} 条
        </span>
      </div>
      {groups.length === 0 ? <p className="small muted">还没有记录到依据。</p> : null}
      <ul className="id-groups">
        {shown.map((group) => (
          <GroupRow key={group.id} {...{ group, byKey, now }} />
        ))}
      </ul>
      {groups.length > shown.length ? (
        <Button look="line" wide onClick={() => setWhole(true)} data-testid="evidence-more">
          显示全部 {groups.length} 组
        </Button>
      ) : null}
      {hasMore ? <p className="small muted even">依据很多，更早的没有列出，但仍然算数。</p> : null}
    </section>
  );
}

type GroupProps = { group: Group; byKey: ReadonlyMap<string, Node>; now: number };

function GroupRow({ group, byKey, now }: GroupProps) {
  const [isOpen, setOpen] = useState(false);
  const [newest] = group.sightings;
  const many = group.sightings.length;
  if (!newest) return null;
  return (
    <li data-testid="evidence-group" data-count={many}>
      <ul className="id-ends">
        {group.ends.map((end) => (
          <End key={end.key} node={byKey.get(end.key)} stateText={stateTextOf(group, end.key)} end={end} />
        ))}
      </ul>
      {many === 1 ? (
        <p className="small">
          <SightingText sighting={newest} now={now} />
        </p>
      ) : (
        <details className="why id-times" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="small num">
            {sourcesOf(group)} · {many} 次 · 最近 {when(newest.at, now)}
          </summary>
          {isOpen ? (
            <ol className="id-pieces">
              {group.sightings.map((sighting) => (
                <li key={sighting.sightingId} className="id-piece small" data-testid="evidence-sighting">
                  <SightingText sighting={sighting} now={now} />
                </li>
              ))}
            </ol>
          ) : null}
        </details>
      )}
    </li>
  );
}

/** `小程序登录`, or the newest of several sources. */
function sourcesOf({ sightings }: Group): string {
  const sources = new Set(sightings.map(({ sourceText }) => sourceText));
  const [first = ''] = sources;
  return sources.size > 1 ? `${first}等` : first;
}

/** As the server says it of the newest one, which may know more than the state alone. */
const stateTextOf = ({ sightings, ends }: Group, key: string): string => {
  const state = ends.find((end) => end.key === key)?.state;
  const said = sightings[0]?.evidence.find((one) => one.key === key && one.state === state)?.stateText;
  return said || (state ? evidenceStates[state].text : '');
};

type EndProps = { node: Node | undefined; end: Group['ends'][number]; stateText: string };

const End = ({ node, end, stateText }: EndProps) => (
  <li className="id-end" data-state={end.state}>
    <span className="id-end-what">
      <span className="small muted">{node?.typeText}</span> <b className="strong num">{node?.label}</b>
    </span>
    <StateChip piece={{ state: end.state, stateText }} />
  </li>
);
