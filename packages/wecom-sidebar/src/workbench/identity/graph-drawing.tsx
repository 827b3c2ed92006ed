import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { bridge, neighbour, TEXT } from './graph-layout';
import type { Drawing, PlacedDot, PlacedNode } from './graph-layout';
import type { Lit } from './way';
import { identifierStates } from './words';

type Props = {
  drawing: Drawing;
  /** What stands out; null: nothing does. */
  lit: Lit | null;
  picked: readonly string[];
  pick: (key: string) => void;
};

/** So many lines that each has to be thinner. */
const DENSE = 60;

/**
 * The nodes are buttons and one stop of the Tab key; arrows move between them. Lines and dots say nothing to a screen reader: the
 * list of evidence below is the same in words.
 */
export function GraphDrawing({ drawing, lit, picked, pick }: Props) {
  const { width, height, nodes, dots } = drawing;
  const drawn = useRef<SVGSVGElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const here = nodes.some(({ node }) => node.key === stop) ? stop : nodes[0]?.node.key;
  const choose = (key: string, element: Element) => {
    pick(key);
    uncover(element);
  };
  const onKeyDown = (event: KeyboardEvent<SVGGElement>, key: string) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return choose(key, event.currentTarget);
    }
    const next = neighbour(drawing, key, event.key);
    if (next === null) return;
    event.preventDefault();
    const index = nodes.findIndex(({ node }) => node.key === next);
    drawn.current?.querySelectorAll<SVGGElement>('[role=button]')[index]?.focus();
  };
  return (
    <svg
      ref={drawn}
      className="id-drawing"
      data-dense={drawing.lines.length > DENSE || undefined}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={`关系图，${nodes.length} 个标识，方向键移动，回车选择`}
    >
      <Lines {...{ drawing, lit }} />
      <g aria-hidden="true">
        {dots.map((dot) => (
          <Dot key={dot.group.id} dot={dot} look={lookOf(lit, lit?.groups.has(dot.group.id))} />
        ))}
      </g>
      {nodes.map((placed) => {
        const { key } = placed.node;
        return (
          <GraphNode
            key={key}
            {...{ placed }}
            look={lookOf(lit, lit?.keys.has(key))}
            isPicked={picked.includes(key)}
            isStop={key === here}
            onPick={(element) => choose(key, element)}
            onFocus={() => setStop(key)}
            onKeyDown={(event) => onKeyDown(event, key)}
          />
        );
      })}
    </svg>
  );
}

/** On a phone the panel about what is picked takes the lower part of the screen: the node has to stand above it. */
function uncover(element: Element): void {
  if (!window.matchMedia('(max-width: 959px)').matches) return;
  const below = element.getBoundingClientRect().bottom - window.innerHeight * 0.54;
  if (below > 0) window.scrollBy({ top: below, behavior: 'smooth' });
}

type Look = 'lit' | 'faint' | undefined;
const lookOf = (lit: Lit | null, isLit: boolean | undefined): Look =>
  lit === null ? undefined : isLit ? 'lit' : 'faint';

/** Lines that stand out come last, over the others. */
function Lines({ drawing, lit }: Pick<Props, 'drawing' | 'lit'>) {
  const isLit = (id: string) => Number(lit?.lines.has(id) ?? false);
  const lines = [...drawing.lines].sort((a, b) => isLit(a.id) - isLit(b.id));
  return (
    <g fill="none" aria-hidden="true">
      {lines.map(({ id, path, state }) => (
        <path
          key={id}
          d={path}
          className={`id-line id-line-${state}`}
          data-look={lookOf(lit, lit?.lines.has(id))}
        />
      ))}
      {lit?.bridges.map(({ from, to }) => (
        <path
          key={`${from} ${to}`}
          d={bridge(drawing, from, to) ?? ''}
          className="id-line id-line-followed"
          data-look="lit"
        />
      ))}
    </g>
  );
}

const MOST_SHOWN = 999;

const Dot = ({ dot: { group, x, y, radius }, look }: { dot: PlacedDot; look: Look }) => {
  const count = group.sightings.length;
  return (
    <g className="id-dot" data-look={look}>
      <circle cx={x} cy={y} r={radius} />
      {count > 1 ? (
        <text x={x} y={y} dy="0.36em" textAnchor="middle" data-long={count > 99 || undefined}>
          {count > MOST_SHOWN ? '1k+' : count}
        </text>
      ) : null}
    </g>
  );
};

type NodeProps = {
  placed: PlacedNode;
  look: Look;
  isPicked: boolean;
  isStop: boolean;
  onPick: (element: Element) => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<SVGGElement>) => void;
};

const GraphNode = ({ placed, look, isPicked, isStop, onPick, onFocus, onKeyDown }: NodeProps) => {
  const { node, x, y, width, height, kindText, label } = placed;
  return (
    <g
      className={`id-node id-node-${node.state}`}
      role="button"
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isPicked}
      aria-label={`${node.typeText} ${node.label}，${identifierStates[node.state].text}`}
      data-look={look}
      data-testid="graph-node"
      data-key={node.key}
      data-type={node.type}
      data-state={node.state}
      onClick={(event) => onPick(event.currentTarget)}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <title>{`${node.typeText} ${node.label}`}</title>
      <rect x={x} y={y} width={width} height={height} rx={10} />
      <text className="id-node-kind" x={x + TEXT.inset} y={y + 18} fontSize={TEXT.kind}>
        {kindText}
      </text>
      <text className="id-node-label" x={x + TEXT.inset} y={y + 36} fontSize={TEXT.label}>
        {label}
      </text>
    </g>
  );
};
