import { useState } from 'react';
import { Button } from '../../ui/button';
import { when } from '../../ui/when';
import { LineProblem } from '../line-problem';
import { Sure } from '../sure';
import { sentenceFor } from './refusals';
import type { Decision, Graph } from './types';
import { useCommand } from './use-command';

type Props = { graph: Graph; now: number; onUndone: (text: string) => void };

const SHORT = 6;

/** What operators decided, which can be taken back, and what became of the customer by itself. */
export function History({ graph: { decisions, changes }, now, onUndone }: Props) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, SHORT);
  return (
    <section className="card id-card" aria-labelledby="history-title" data-testid="identity-history">
      <h2 className="h2" id="history-title">
        历史
      </h2>
      {decisions.length === 0 ? (
        <p className="small muted">没有人手动拆开或合并过。</p>
      ) : (
        <ul className="id-decisions">
          {decisions.map((decision) => (
            <DecisionRow key={decision.decisionId} {...{ decision, now, onUndone }} />
          ))}
        </ul>
      )}
      {changes.length === 0 ? null : (
        <>
          <h3 className="small strong">自动变化</h3>
          <ol className="id-changes">
            {shown.map(({ at, text }) => (
              <li key={`${at} ${text}`} className="small" data-testid="identity-change">
                <time className="muted num" dateTime={at}>
                  {when(at, now)}
                </time>
                <span>{text}</span>
              </li>
            ))}
          </ol>
          {changes.length > SHORT && !isWhole ? (
            <Button look="line" wide onClick={() => setWhole(true)} data-testid="changes-more">
              显示全部 {changes.length} 次变化
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}

const kinds = {
  split: { text: '拆开', tone: 'tone-amber' },
  join: { text: '合并', tone: 'tone-blue' },
} as const;

type RowProps = { decision: Decision; now: number; onUndone: (text: string) => void };

const DecisionRow = ({ decision, now, onUndone }: RowProps) => (
  <li
    className="id-decision"
    data-testid="decision"
    data-decision={decision.decisionId}
    data-kind={decision.kind}
  >
    <p className="id-decision-head">
      <span className={`chip ${kinds[decision.kind].tone}`}>{kinds[decision.kind].text}</span>
      <span className="small muted num">
        {decision.byName} · <time dateTime={decision.at}>{when(decision.at, now)}</time>
      </span>
    </p>
    <p className="small even">{decision.text}</p>
    <p className="small muted even">原因：{decision.reason}</p>
    {decision.undone ? (
      <p className="small id-undone num">
        已由 {decision.undone.byName} 撤销 · {when(decision.undone.at, now)}
      </p>
    ) : null}
    {decision.actions.includes('undo') ? <Undo {...{ decision, onUndone }} /> : null}
  </li>
);

function Undo({ decision, onUndone }: Omit<RowProps, 'now'>) {
  const [isSure, setSure] = useState(false);
  const { kind, decisionId } = decision;
  const told = `已撤销${kinds[kind].text}`;
  const { busy, refusal, send } = useCommand('identity.undo', () => onUndone(told));
  // Somebody else was faster, or the answer to a first try got lost: either way it is undone.
  const isOver = refusal?.code === 'DECISION_UNDONE';
  const problem = (
    <LineProblem text={refusal && sentenceFor(refusal)} testId={`undo-problem-${decisionId}`} />
  );
  if (!isSure)
    return (
      <Button
        look="line"
        className="id-small-deed"
        onClick={() => setSure(true)}
        data-testid={`undo-${decisionId}`}
      >
        撤销这次{kinds[kind].text}
      </Button>
    );
  if (isOver)
    return (
      <>
        {problem}
        <Button
          look="line"
          icon="refresh"
          onClick={() => onUndone('已是最新')}
          data-testid={`undo-${decisionId}-reload`}
        >
          刷新
        </Button>
      </>
    );
  return (
    <>
      <Sure
        text={
          kind === 'split'
            ? '被排除的依据会重新生效，拆出去的顾客会并回来。'
            : '人工合并不再生效，没有其他依据相连的两位会重新分开。'
        }
        yes="确认撤销"
        busy={busy}
        onYes={() => void send({ decisionId })}
        onNo={() => setSure(false)}
        testId={`undo-${decisionId}`}
      />
      {problem}
    </>
  );
}
