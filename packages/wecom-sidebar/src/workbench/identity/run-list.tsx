import { when } from '../../ui/when';
import { percentOf, runText } from './rules-form';
import type { RuleRun } from './types';

type Props = { runs: readonly RuleRun[]; now: number };

const kinds = {
  dry_run: { text: '试算', tone: 'tone-slate' },
  apply: { text: '应用', tone: 'tone-green' },
} as const;

export const RunList = ({ runs, now }: Props) =>
  runs.length === 0 ? null : (
    <section className="card id-card" aria-labelledby="runs-title" data-testid="rules-runs">
      <h2 className="h2" id="runs-title">
        最近的试算与应用
      </h2>
      <ol className="id-runs">
        {runs.map((run) => (
          <li key={run.runId} data-testid="rules-past-run" data-run={run.runId}>
            <span className={`chip ${kinds[run.kind].tone}`}>{kinds[run.kind].text}</span>
            <span className="id-named small">
              <span className="num">{run.state === 'done' ? runText(run) : `进行中 ${percentOf(run)}%`}</span>
              <span className="muted num">
                {run.byName} · <time dateTime={run.startedAt}>{when(run.startedAt, now)}</time>
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
