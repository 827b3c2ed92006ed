import { useState } from 'react';
import { Button } from '../../ui/button';
import type { Node, Piece } from './evidence';
import { SightingText } from './piece-row';
import { isRevoked, revoke, share } from './splitting';
import type { Choice } from './splitting';
import { evidenceStates, identifierStates } from './words';

type Props = {
  node: Node;
  pieces: Piece[];
  now: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
};

/** One identifier with the evidence that shows it, closed until it is looked for. */
export function SplitIdentifier({ node, pieces, now, choice, onChoice }: Props) {
  const isShared = choice.shared.has(node.key);
  const chosen = pieces.filter((piece) => isRevoked(choice, piece)).length;
  const [isOpen, setOpen] = useState(chosen > 0);
  const isSetAside = node.state === 'shared' || node.state === 'declared';
  return (
    <li
      className="card task"
      data-testid="split-identifier"
      data-key={node.key}
      data-chosen={isShared || chosen > 0 || undefined}
    >
      <div className="row">
        <div className="id-named">
          <span className="small muted">{node.typeText}</span>
          <b className="strong num">{node.label}</b>
        </div>
        {isSetAside ? null : (
          <label className="choice id-shared">
            <input
              type="checkbox"
              checked={isShared}
              aria-label={`${node.typeText} ${node.label} 多人共用`}
              onChange={(event) => onChoice(share(choice, node.key, event.target.checked))}
              data-testid="split-shared"
            />
            多人共用
          </label>
        )}
      </div>
      {isSetAside ? <p className="small muted">{identifierStates[node.state].text}，已经不作依据。</p> : null}
      {isShared ? <p className="small id-undone">整个不再作依据。</p> : null}
      {pieces.length === 0 || isShared ? null : (
        <details
          className="why id-times"
          open={isOpen}
          onToggle={(event) => setOpen(event.currentTarget.open)}
          data-testid="split-evidence"
        >
          <summary className="small num">
            {chosen > 0 ? `已选 ${chosen} 条，共 ${pieces.length} 条依据` : `${pieces.length} 条依据`}
          </summary>
          {isOpen ? <Pieces {...{ pieces, now, choice, onChoice }} /> : null}
        </details>
      )}
    </li>
  );
}

function Pieces({ pieces, now, choice, onChoice }: Omit<Props, 'node'>) {
  const areAll = pieces.every((piece) => isRevoked(choice, piece));
  return (
    <>
      {pieces.length > 1 ? (
        <Button
          look="plain"
          className="id-small-deed"
          onClick={() => onChoice(revoke(choice, pieces, !areAll))}
          data-testid="split-all"
        >
          {areAll ? '全部不选' : '全选'}
        </Button>
      ) : null}
      <ul className="id-picks">
        {pieces.map((piece) => (
          <li key={`${piece.sighting.sightingId} ${piece.isVerified}`}>
            <label className="choice small">
              <input
                type="checkbox"
                checked={isRevoked(choice, piece)}
                onChange={(event) => onChoice(revoke(choice, [piece], event.target.checked))}
                data-testid="split-piece"
              />
              <SightingText sighting={piece.sighting} now={now} />
              <span className="muted id-pick-state">
                {piece.isVerified ? '已验证' : piece.stateText || evidenceStates[piece.state].text}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
