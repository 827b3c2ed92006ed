import type { Group } from './evidence';
import type { EvidenceState } from './types';
import { evidenceStates } from './words';

/** Only what is in the drawing, in the order of how much it counts. */
export function GraphLegend({ groups }: { groups: readonly Group[] }) {
  const present = new Set(groups.flatMap(({ ends }) => ends.map(({ state }) => state)));
  const states = (Object.keys(evidenceStates) as EvidenceState[]).filter((state) => present.has(state));
  if (states.length === 0) return null;
  return (
    <ul className="id-legend small" aria-label="图例">
      {states.map((state) => (
        <li key={state}>
          <svg width="28" height="8" aria-hidden="true" focusable="false">
            <path d="M1 4H27" className={`id-line id-line-${state}`} fill="none" />
          </svg>
          {evidenceStates[state].text}
        </li>
      ))}
      <li>
        <svg width="24" height="24" className="id-dot" aria-hidden="true" focusable="false">
          <circle cx="12" cy="12" r="11" />
          <text x="12" y="12" dy="0.36em" textAnchor="middle">
            5
          </text>
        </svg>
        一起出现 5 次
      </li>
    </ul>
  );
}
