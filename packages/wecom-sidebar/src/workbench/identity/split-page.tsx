import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { SplitChoice } from './split-choice';
import { PartCards, SplitPreview } from './split-preview';
import type { Choice } from './splitting';
import type { Graph, Part } from './types';
import { useLanding } from './use-landing';
import { useSplitting } from './use-splitting';

type Props = {
  graph: Graph;
  now: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onLeave: () => void;
  onSplit: () => void;
  onOpen: (customerId: string) => void;
};

/** Taking evidence away in three steps: what is wrong, who there would be without it, why. */
export function SplitPage({ graph, now, choice, onChoice, onLeave, onSplit, onOpen }: Props) {
  const { stage, preview, split, back, forget } = useSplitting(graph.customer.customerId, choice, onSplit);
  if (stage.at === 'done') return <Done parts={stage.parts} {...{ onOpen, onLeave }} />;
  if (stage.at === 'looking')
    return <SplitPreview parts={stage.parts} {...{ choice, split }} onBack={back} />;
  const change = (next: Choice) => {
    forget();
    onChoice(next);
  };
  return <SplitChoice {...{ graph, now, choice, preview, onLeave }} onChoice={change} />;
}

type DoneProps = { parts: Part[]; onOpen: (customerId: string) => void; onLeave: () => void };

function Done({ parts, onOpen, onLeave }: DoneProps) {
  const landing = useLanding<HTMLElement>();
  return (
    <section
      className="id-stack id-landing"
      aria-labelledby="split-done-title"
      tabIndex={-1}
      ref={landing}
      data-testid="split-done"
    >
      <p className="line-done" role="status" id="split-done-title">
        <Icon name="check" size={18} />
        已拆成 {parts.length} 位顾客
      </p>
      <PartCards parts={parts} onOpen={onOpen} />
      <p className="small muted even">订单、优惠券和浏览记录正跟着各自的依据归位；拆错了可以在历史里撤销。</p>
      <Button look="line" className="id-small-deed" onClick={onLeave} data-testid="split-leave">
        返回顾客
      </Button>
    </section>
  );
}
