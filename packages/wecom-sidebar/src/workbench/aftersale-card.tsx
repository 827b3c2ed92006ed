import { useState } from 'react';
import { yuan } from '@omni/shared/yuan';
import type { AftersaleCase } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Picture } from '../ui/picture';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = {
  item: AftersaleCase;
  now: number;
  storeId: string | null;
  onChanged: (changed: AftersaleCase) => void;
};

export function AftersaleCard({ item, now, storeId, onChanged }: Props) {
  return (
    <li className="card task" data-testid={`case-${item.caseId}`} data-state={item.state}>
      <div className="task-head">
        <div className="task-who">
          <h2 className="task-name">
            {item.kindText}
            {item.escalated ? <span className="chip tone-orange">已升级总部</span> : null}
          </h2>
          <p className="muted small num">
            售后单 {item.caseNo} · {item.customerText}
          </p>
          <p className="muted small num">申请 {when(item.appliedAt, now)}</p>
        </div>
        <span className="chip tone-slate">{item.statusText}</span>
      </div>
      <CaseLines item={item} />
      <p className="small">
        原因：{item.reasonText}
        {item.note ? `（${item.note}）` : ''}
      </p>
      {item.refundFen > 0 ? (
        <p className="small">
          退款 <b className="num">¥{yuan(item.refundFen)}</b>
        </p>
      ) : null}
      <p className="muted small">{item.hint}</p>
      {item.problem ? (
        <p className="line-problem">
          <Icon name="warn" size={18} />
          {item.problem}
        </p>
      ) : null}
      <CaseActions {...{ item, storeId, onChanged }} />
    </li>
  );
}

const CaseLines = ({ item }: { item: AftersaleCase }) => (
  <ul className="lines">
    {item.lines.map((line) => (
      <li key={line.lineNo} className="line">
        <Picture src={line.imageUrl} size={52} />
        <span className="line-what">
          <span className="strong">{line.title}</span>
          <span className="muted small">
            {line.valuesText}
            {line.replacement ? ` → 换 ${line.replacement.valuesText}` : ''}
          </span>
        </span>
        <span className="line-many num">×{line.quantity}</span>
      </li>
    ))}
  </ul>
);

type ActionProps = Pick<Props, 'item' | 'storeId' | 'onChanged'>;

/** Only what the server says this person may do now. */
function CaseActions({ item, storeId, onChanged }: ActionProps) {
  const { busy, problem, run } = useAct();
  const { caseId, caseNo, actions } = item;
  const [declining, setDeclining] = useState(false);
  const done = (result: { ok: true; data: AftersaleCase } | { ok: false }) => {
    if (result.ok) onChanged(result.data);
  };
  const simple = {
    approve: '同意',
    handOverReplacement: '换货已交给顾客',
    refundInstead: '改为退款',
  } as const;
  type Simple = keyof typeof simple;
  const mayDo = (Object.keys(simple) as Simple[]).filter((each) => actions.includes(each));
  const receive = (condition: Condition) =>
    storeId && run(condition, 'aftersale.receiveReturn', { storeId, caseNo, condition }).then(done);
  return (
    <>
      <LineProblem text={problem} testId={`case-problem-${caseId}`} />
      <div className="form-buttons">
        {mayDo.map((each) => (
          <Button
            key={each}
            busy={busy === each}
            onClick={() => void run(each, `aftersale.${each}`, { caseId }).then(done)}
            data-testid={`${each}-${caseId}`}
          >
            {simple[each]}
          </Button>
        ))}
        {storeId && actions.includes('receiveReturn') ? (
          <Receive caseId={caseId} busy={busy} onReceive={(condition) => void receive(condition)} />
        ) : null}
        {actions.includes('decline') && !declining ? (
          <Button look="line" onClick={() => setDeclining(true)} data-testid={`decline-${caseId}`}>
            拒绝
          </Button>
        ) : null}
      </div>
      {declining ? (
        <Decline
          busy={busy === 'decline'}
          onDecline={(why) => void run('decline', 'aftersale.decline', { caseId, why }).then(done)}
        />
      ) : null}
    </>
  );
}

type Condition = 'sellable' | 'damaged';
type ReceiveProps = { caseId: string; busy: string | null; onReceive: (condition: Condition) => void };

const Receive = ({ caseId, busy, onReceive }: ReceiveProps) => (
  <>
    <Button
      busy={busy === 'sellable'}
      onClick={() => onReceive('sellable')}
      data-testid={`receive-${caseId}`}
    >
      收到，完好可售
    </Button>
    <Button
      look="line"
      busy={busy === 'damaged'}
      onClick={() => onReceive('damaged')}
      data-testid={`receive-damaged-${caseId}`}
    >
      收到，有破损
    </Button>
  </>
);

function Decline({ busy, onDecline }: { busy: boolean; onDecline: (why: string) => void }) {
  const [why, setWhy] = useState('');
  return (
    <div className="task-form">
      <label className="field">
        <span className="small muted">拒绝的理由（顾客会看到）</span>
        <textarea rows={2} maxLength={200} value={why} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <Button busy={busy} disabled={why.trim() === ''} onClick={() => onDecline(why.trim())}>
        确认拒绝
      </Button>
    </div>
  );
}
