import { useState } from 'react';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { CountForm } from './count-form';
import { resultText } from './figures';
import { sentenceFor } from './refusals';
import type { CountTask, Stock } from './types';
import { useStockAct } from './use-stock-act';

type Props = { stock: Stock; onDone: (text: string) => void; onCancel: () => void };

/** A count of this SKU: asked for, and done now or by whoever comes by the list of counts. */
export function CountHere({ stock, onDone, onCancel }: Props) {
  const [task, setTask] = useState<CountTask | null>(null);
  const [closed, setClosed] = useState<string | null>(null);
  const { busy, refusal, act } = useStockAct();
  const { storeId, skuId } = stock;
  const ask = async (now: boolean) => {
    const result = await act(now ? 'now' : 'later', 'inventory.askForCount', { storeId, skuId });
    if (!result.ok) return;
    if (now) setTask(result.data);
    else onDone('已发起盘点，任务在待盘点里');
  };
  if (task)
    return (
      <div className="card">
        <CountForm
          {...{ task, onCancel }}
          onCounted={(count) => onDone(resultText(count))}
          onClosed={(why) => {
            setClosed(why);
            setTask(null);
          }}
        />
      </div>
    );
  return (
    <div className="card task-form" data-testid="count-ask">
      <p className="small">数一数这款在店里一共有几件。可以现在就数，也可以先发起，留给当班同事。</p>
      <LineProblem text={refusal ? sentenceFor(refusal) : closed} testId="count-ask-problem" />
      <div className="form-buttons">
        <Button
          look="line"
          busy={busy === 'later'}
          onClick={() => void ask(false)}
          data-testid="count-ask-later"
        >
          只发起
        </Button>
        <Button busy={busy === 'now'} onClick={() => void ask(true)} data-testid="count-ask-now">
          现在清点
        </Button>
      </div>
      <Button look="plain" onClick={onCancel} data-testid="count-ask-back">
        取消
      </Button>
    </div>
  );
}
