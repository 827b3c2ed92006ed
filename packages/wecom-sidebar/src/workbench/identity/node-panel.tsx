import { useState } from 'react';
import { Button } from '../../ui/button';
import { piecesOf } from './evidence';
import type { Node } from './evidence';
import { PanelHead } from './panel-head';
import { PieceRow } from './piece-row';
import type { Graph } from './types';
import { identifierStates } from './words';

type Props = {
  node: Node;
  graph: Graph;
  now: number;
  onShare: (key: string) => void;
  onClose: () => void;
};

const FEW = 5;

/** One identifier: how far it is believed, what shows it, and whether it is really one person's. */
export function NodePanel({ node, graph, now, onShare, onClose }: Props) {
  const [isWhole, setWhole] = useState(false);
  const pieces = piecesOf(graph.sightings, node.key);
  const shown = isWhole ? pieces : pieces.slice(0, FEW);
  const state = identifierStates[node.state];
  const isSetAside = node.state === 'shared' || node.state === 'declared';
  return (
    <aside className="id-panel" aria-label="选中的标识" data-testid="node-panel" data-key={node.key}>
      <PanelHead title={node.label} text={node.typeText} onClose={onClose} />
      <p>
        <span className={`chip tone-${state.tone}`}>{state.text}</span>
      </p>
      {isSetAside ? null : (
        <Button look="line" wide onClick={() => onShare(node.key)} data-testid="mark-shared">
          这是多人共用的
        </Button>
      )}
      <h3 className="small strong num">
        {pieces.length === 0
          ? '没有可以显示的依据'
          : graph.hasMore
            ? `最近的 ${pieces.length} 条依据`
            : `${pieces.length} 条依据`}
      </h3>
      <ol className="id-pieces" data-testid="node-evidence">
        {shown.map((piece) => (
          <PieceRow key={`${piece.sighting.sightingId} ${piece.isVerified}`} {...{ piece, now }} />
        ))}
      </ol>
      {pieces.length > shown.length ? (
        <Button look="plain" wide onClick={() => setWhole(true)} data-testid="node-evidence-more">
          显示全部 {pieces.length} 条
        </Button>
      ) : null}
    </aside>
  );
}
