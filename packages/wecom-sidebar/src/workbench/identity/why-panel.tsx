import type { Question } from '../../api/use-question';
import { Answer } from '../../ui/answer';
import { when } from '../../ui/when';
import type { Node } from './evidence';
import { PanelHead } from './panel-head';
import type { Way } from './types';

type Props = {
  first: Node;
  second: Node;
  why: Question<{ way: Way }>;
  nodes: readonly Node[];
  now: number;
  onClose: () => void;
};

/** The shortest way of evidence from one identifier to the other, step by step. */
export const WhyPanel = ({ first, second, why, nodes, now, onClose }: Props) => (
  <aside className="id-panel" aria-label="两个标识的联系" data-testid="why-panel">
    <PanelHead
      text={`${first.typeText} 与 ${second.typeText}`}
      title={`${first.label} — ${second.label}`}
      onClose={onClose}
    />
    <Answer question={why} rows={2}>
      {({ way }) =>
        way === null ? (
          <p className="line-note" data-testid="why-none">
            没有采信的依据把这两个标识连起来：它们不能证明是同一个人。
          </p>
        ) : way.length === 0 ? (
          <p className="line-note" data-testid="why-none">
            这两个标识就是同一个。
          </p>
        ) : (
          <Steps {...{ way, nodes, now }} />
        )
      }
    </Answer>
  </aside>
);

type StepsProps = { way: NonNullable<Way>; nodes: readonly Node[]; now: number };

function Steps({ way, nodes, now }: StepsProps) {
  const nameOf = (key: string) => {
    const node = nodes.find((each) => each.key === key);
    return node ? `${node.typeText} ${node.label}` : '另一个标识';
  };
  return (
    <>
      <p className="small strong num">
        {way.length === 1 ? '由 1 条依据直接相连' : `经过 ${way.length} 条依据相连`}
      </p>
      <ol className="id-way" data-testid="why-way">
        {way.map((step) => (
          <li key={`${step.sightingId} ${step.from}`} className="id-way-step" data-testid="why-step">
            <span className="even">{step.text}</span>
            <span className="small muted num">
              {nameOf(step.from)} → {nameOf(step.to)}
            </span>
            <span className="small muted num">
              {step.sourceText} · <time dateTime={step.at}>{when(step.at, now)}</time>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
