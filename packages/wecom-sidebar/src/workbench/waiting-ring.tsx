import type { Waiting } from './waiting';

const RADIUS = 27;
const ROUND = 2 * Math.PI * RADIUS;

/** A ring that fills while somebody waits; full and red is too long. */
export const WaitingRing = ({ waiting }: { waiting: Waiting }) => (
  <div
    className={`ring ring-${waiting.tone}`}
    role="img"
    aria-label={`${waiting.word} ${waiting.amount} ${waiting.unit}${waiting.tone === 'late' ? '，已超时' : ''}`}
    data-testid="waiting"
    data-tone={waiting.tone}
  >
    <svg width="64" height="64" viewBox="0 0 64 64" aria-hidden="true">
      <circle className="ring-ground" cx="32" cy="32" r={RADIUS} />
      <circle
        className="ring-fill"
        cx="32"
        cy="32"
        r={RADIUS}
        strokeDasharray={`${Math.max(0.02, waiting.share) * ROUND} ${ROUND}`}
      />
    </svg>
    <span className="ring-words" aria-hidden="true">
      <b className="num">{waiting.amount}</b>
      <i>{waiting.unit}</i>
    </span>
  </div>
);
