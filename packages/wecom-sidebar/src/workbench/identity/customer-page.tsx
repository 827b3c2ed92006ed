import { useEffect, useMemo, useState } from 'react';
import { go, goHome } from '../../address';
import { useQuestion } from '../../api/use-question';
import type { Question } from '../../api/use-question';
import { Answer } from '../../ui/answer';
import { Icon } from '../../ui/icon';
import { useNow } from '../../ui/use-now';
import { LineProblem } from '../line-problem';
import { CustomerHead } from './customer-head';
import { groupsOf, nodesOf } from './evidence';
import { EvidenceList } from './evidence-list';
import { GraphSection } from './graph-section';
import { History } from './history';
import { JoinAny } from './join-any';
import { NearMisses } from './near-misses';
import { customerAt, splitAt } from './places';
import { SplitPage } from './split-page';
import { nothing, share } from './splitting';
import type { Choice } from './splitting';
import type { Graph } from './types';
import { useLanding } from './use-landing';

type Props = {
  customerId: string;
  isSplitting: boolean;
  /** What was just done, here or on the page that led here. */
  told: string;
  onTold: (text: string) => void;
  onOpen: (customerId: string) => void;
  onMoved: (customerId: string, text?: string) => void;
};

/** One customer: what makes them one person, and what an operator may do about it. */
export function CustomerPage({ customerId, isSplitting, told, onTold, onOpen, onMoved }: Props) {
  const question = useQuestion('identity.showGraph', { customerId });
  const page = useLanding<HTMLDivElement>();
  useFollow(question, customerId, onMoved);
  const done = (text: string) => {
    onTold(text);
    window.scrollTo(0, 0);
    question.reload();
  };
  return (
    <div
      className="queue id-customer"
      role="region"
      aria-label="顾客"
      tabIndex={-1}
      ref={page}
      data-testid="identity-customer"
      data-customer={customerId}
    >
      <div className="queue-status" role="status">
        {told ? (
          <p className="line-done" data-testid="told">
            <Icon name="check" size={18} />
            {told}
          </p>
        ) : null}
      </div>
      <Answer question={question} rows={4}>
        {(graph) => (
          <>
            <Stale {...{ question }} />
            <Customer {...{ graph, isSplitting, onOpen, onMoved }} onDone={done} onReload={question.reload} />
          </>
        )}
      </Answer>
    </div>
  );
}

/** Customers become one another: the server answers with whoever this one is now. */
function useFollow({ data }: Question<Graph>, asked: string, onMoved: Props['onMoved']): void {
  const now = data?.customer.customerId ?? asked;
  useEffect(() => {
    if (now !== asked) onMoved(now, '这位顾客已并入下面这位');
    // Told once for each customer; `onMoved` is another function every time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [now, asked]);
}

const Stale = ({ question: { refusal } }: { question: Question<Graph> }) => (
  <LineProblem text={refusal ? `${refusal.message}，下面可能不是最新的` : null} testId="identity-stale" />
);

type CustomerProps = Pick<Props, 'isSplitting' | 'onOpen' | 'onMoved'> & {
  graph: Graph;
  onDone: (text: string) => void;
  onReload: () => void;
};

function Customer({ graph, isSplitting, onOpen, onMoved, onDone, onReload }: CustomerProps) {
  const { customerId } = graph.customer;
  const [choice, setChoice] = useState<Choice>(nothing);
  const [isJoining, setJoining] = useState(false);
  const now = useNow(30_000);
  const split = () => go(splitAt(customerId));
  const joined = (into: string) => {
    setJoining(false);
    if (into === customerId) onDone('已合并为一位顾客');
    else onMoved(into, '已合并为一位顾客');
  };
  return (
    <>
      <CustomerHead
        {...{ now, isSplitting, isJoining }}
        customer={graph.customer}
        onSplit={split}
        onJoin={() => setJoining(!isJoining)}
      />
      {isSplitting ? (
        <SplitPage
          {...{ graph, now, choice, onOpen }}
          onChoice={setChoice}
          onLeave={() => goHome(customerAt(customerId))}
          onSplit={() => {
            setChoice(nothing);
            onReload();
          }}
        />
      ) : (
        <>
          {isJoining ? (
            <JoinAny
              {...{ now }}
              customer={graph.customer}
              onJoined={joined}
              onCancel={() => setJoining(false)}
            />
          ) : null}
          <Reasons
            {...{ graph, now, onOpen, onDone }}
            onJoined={joined}
            onShare={(key) => {
              setChoice(share(nothing, key, true));
              split();
            }}
          />
        </>
      )}
    </>
  );
}

type ReasonsProps = {
  graph: Graph;
  now: number;
  onOpen: (customerId: string) => void;
  onDone: (text: string) => void;
  onJoined: (into: string) => void;
  onShare: (key: string) => void;
};

function Reasons({ graph, now, onOpen, onDone, onJoined, onShare }: ReasonsProps) {
  const nodes = useMemo(() => nodesOf(graph), [graph]);
  const groups = useMemo(() => groupsOf(graph.sightings), [graph]);
  return (
    <>
      <GraphSection {...{ graph, nodes, groups, now, onShare }} />
      <div className="id-columns">
        <EvidenceList {...{ nodes, groups, now }} hasMore={graph.hasMore} />
        <div className="id-stack">
          <NearMisses {...{ graph, now, onOpen, onJoined }} />
          <History {...{ graph, now }} onUndone={onDone} />
        </div>
      </div>
    </>
  );
}
