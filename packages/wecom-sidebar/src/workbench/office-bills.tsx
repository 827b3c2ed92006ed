import { yuan } from '@omni/shared/yuan';
import { useState } from 'react';
import type { BillDifference } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = { now: number; onTold: (text: string) => void };

/** What our books and the bills of WeChat Pay do not agree on. */
export function Bills({ now, onTold }: Props) {
  const question = useQuestion('payments.listDifferences', { limit: 50 });
  const done = (text: string) => {
    onTold(text);
    question.reload();
  };
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice icon="check" tone="green" title="账目都对得上" testId="office-empty">
            每天上午自动核对前一天的微信支付账单，对不上的会出现在这里。
          </Notice>
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <DifferenceCard key={item.differenceId} {...{ item, now }} onDone={done} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

const money = (fen: number | null) => (fen === null ? '无记录' : `¥${yuan(fen)}`);

type DifferenceProps = { item: BillDifference; now: number; onDone: (text: string) => void };

function DifferenceCard({ item, now, onDone }: DifferenceProps) {
  const { differenceId } = item;
  const [resolution, setResolution] = useState('');
  const { busy, problem, run } = useAct();
  const resolve = async () => {
    const said = { differenceId, resolution: resolution.trim() };
    if ((await run('resolve', 'payments.resolveDifference', said)).ok) onDone(`已处理：${item.kindText}`);
  };
  return (
    <li className="card task" data-testid={`difference-${differenceId}`}>
      <h2 className="h2">{item.kindText}</h2>
      <p className="muted small num">
        账单日 {item.billDate} · {when(item.foundAt, now)}发现
      </p>
      <dl className="pair small">
        <dt>我们的账</dt>
        <dd className="num">{money(item.ourFen)}</dd>
        <dt>微信账单</dt>
        <dd className="num">{money(item.billFen)}</dd>
        <dt>单号</dt>
        <dd className="num break">{item.number}</dd>
      </dl>
      <p className="small even">{item.explanation}</p>
      <label className="field">
        <span className="small muted">查明的情况与处理</span>
        <textarea
          rows={2}
          maxLength={500}
          placeholder="例如：已在商户平台查单，顾客确已付款"
          value={resolution}
          onChange={(event) => setResolution(event.target.value)}
          data-testid={`resolution-${differenceId}`}
        />
      </label>
      <LineProblem text={problem} testId={`difference-problem-${differenceId}`} />
      <Button
        wide
        busy={busy === 'resolve'}
        busyText="提交中"
        disabled={resolution.trim().length < 2}
        onClick={() => void resolve()}
        data-testid={`resolve-${differenceId}`}
      >
        标记已处理
      </Button>
    </li>
  );
}
