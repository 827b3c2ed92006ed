import { useMemo } from 'react';
import type { Refusal } from '../../api/types';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { nodesOf, piecesOf } from './evidence';
import { sentenceFor } from './refusals';
import { SplitIdentifier } from './split-identifier';
import { choiceProblem, choiceText, isRevocable } from './splitting';
import type { Choice } from './splitting';
import type { Graph } from './types';
import { useLanding } from './use-landing';

type Props = {
  graph: Graph;
  now: number;
  choice: Choice;
  preview: { busy: boolean; refusal: Refusal | null; ask: () => void };
  onChoice: (choice: Choice) => void;
  onLeave: () => void;
};

/** What is wrong about this customer: single evidence, or an identifier that several people use. */
export function SplitChoice({ graph, now, choice, preview, onChoice, onLeave }: Props) {
  const rows = useMemo(
    () =>
      nodesOf(graph).map((node) => ({
        node,
        pieces: piecesOf(graph.sightings, node.key).filter(isRevocable),
      })),
    [graph],
  );
  const landing = useLanding<HTMLElement>();
  const told = choiceText(choice);
  const problem = choiceProblem(choice) ?? (preview.refusal && sentenceFor(preview.refusal));
  return (
    <section
      className="id-stack id-landing"
      aria-labelledby="split-title"
      tabIndex={-1}
      ref={landing}
      data-testid="split-choice"
    >
      <div className="id-step">
        <h2 className="h2" id="split-title">
          1. 哪些依据有错
        </h2>
        <p className="small muted even">
          号码给错了人，就展开它，勾选有错的那几条；平板、家里电话这样大家都用的，勾选“多人共用”。
        </p>
        {graph.hasMore ? (
          <p className="line-note">依据很多，这里只列出最近的；要排除更早的，请勾选“多人共用”。</p>
        ) : null}
      </div>
      <ul className="tasks">
        {rows.map(({ node, pieces }) => (
          <SplitIdentifier key={node.key} {...{ node, pieces, now, choice, onChoice }} />
        ))}
      </ul>
      <div className="id-bar">
        <LineProblem text={problem} testId="split-choice-problem" />
        <p className="small num" role="status" data-testid="split-chosen">
          {told || '还没有选择'}
        </p>
        <div className="form-buttons">
          <Button look="line" onClick={onLeave} data-testid="split-cancel">
            不拆了
          </Button>
          <Button
            busy={preview.busy}
            busyText="正在推算"
            disabled={told === '' || choiceProblem(choice) !== null}
            onClick={preview.ask}
            data-testid="split-look"
          >
            看会拆成几位
          </Button>
        </div>
      </div>
    </section>
  );
}
