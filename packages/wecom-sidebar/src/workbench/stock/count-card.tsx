import { useState } from 'react';
import { Button } from '../../ui/button';
import { when } from '../../ui/when';
import { LineProblem } from '../line-problem';
import { CountForm } from './count-form';
import { differenceText, resultText } from './figures';
import { Goods } from './goods';
import { sentenceFor } from './refusals';
import type { Rights } from './rights';
import type { CountTask } from './types';
import { useStockAct } from './use-stock-act';

type Props = {
  task: CountTask;
  now: number;
  rights: Rights;
  onDone: (text: string) => void;
  onClosed: (why: string) => void;
};

export const CountCard = ({ task, now, rights, onDone, onClosed }: Props) => (
  <li className="card task" data-testid={`count-${task.countId}`} data-state={task.state}>
    <Goods item={task} />
    <p className="muted small num">
      {task.whyText} · {when(task.openedAt, now)}
    </p>
    {task.state === 'counted' ? <Result task={task} now={now} /> : null}
    {task.state === 'open' && rights.mayKeep ? <Counting {...{ task, onDone, onClosed }} /> : null}
    {task.state === 'open' && !rights.mayKeep ? <p className="line-note">盘点请找店员或店长。</p> : null}
  </li>
);

const Result = ({ task, now }: Pick<Props, 'task' | 'now'>) => (
  <div className="row">
    <p className="small num">
      数到 <b>{task.counted}</b> 件
      <span className="muted">
        {' '}
        · {task.byText} · {task.countedAt ? when(task.countedAt, now) : ''}
      </span>
    </p>
    <span
      className={task.difference === 0 ? 'chip tone-green' : 'chip tone-amber'}
      data-testid={`count-result-${task.countId}`}
    >
      {differenceText(task.difference ?? 0)}
    </span>
  </div>
);

/** The list may be old: what a count begins from is asked for when somebody begins, so that it is not refused for nothing. */
function Counting({ task, onDone, onClosed }: Pick<Props, 'task' | 'onDone' | 'onClosed'>) {
  const [begun, setBegun] = useState<CountTask | null>(null);
  const { busy, refusal, act } = useStockAct();
  const { storeId, skuId, countId } = task;
  const begin = async () => {
    const result = await act('begin', 'inventory.askForCount', { storeId, skuId });
    if (result.ok) setBegun(result.data);
  };
  if (begun)
    return (
      <CountForm
        task={begun}
        onCounted={(count) => onDone(resultText(count))}
        onClosed={onClosed}
        onCancel={() => setBegun(null)}
      />
    );
  return (
    <>
      <LineProblem text={refusal && sentenceFor(refusal)} testId={`count-begin-problem-${countId}`} />
      <Button
        wide
        look="line"
        busy={busy === 'begin'}
        onClick={() => void begin()}
        data-testid={`count-begin-${countId}`}
      >
        开始清点
      </Button>
    </>
  );
}
