import { when } from '../../ui/when';
import type { Piece } from './evidence';
import type { Sighting } from './types';
import { evidenceStates } from './words';

/** When, where, and on what paper something was seen. */
export const SightingText = ({ sighting, now }: { sighting: Sighting; now: number }) => (
  <span className="id-sighting">
    <span>{sighting.sourceText}</span>
    <span className="muted num">
      <time dateTime={sighting.at}>{when(sighting.at, now)}</time>
      {sighting.ref ? ` · ${sighting.ref}` : ''}
    </span>
  </span>
);

export const StateChip = ({ piece: { state, stateText } }: { piece: Pick<Piece, 'state' | 'stateText'> }) => (
  <span className={`chip tone-${evidenceStates[state].tone}`} data-state={state}>
    {stateText || evidenceStates[state].text}
  </span>
);

/** One piece of evidence, where its identifier is named above. */
export const PieceRow = ({ piece, now }: { piece: Piece; now: number }) => (
  <li className="id-piece small">
    <SightingText sighting={piece.sighting} now={now} />
    <span className="id-piece-state">
      {piece.isVerified ? <span className="muted">已验证</span> : null}
      <StateChip piece={piece} />
    </span>
  </li>
);
