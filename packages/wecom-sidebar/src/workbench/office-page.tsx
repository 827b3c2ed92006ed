import { yuan } from '@omni/shared/yuan';
import { useEffect, useState } from 'react';
import type { BillDifference, FailedRefund, Staff, StuckOrder } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Tabs } from '../ui/tabs';
import { useNow } from '../ui/use-now';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';
import { WhyHere } from './why-here';

const tabs = [
  { key: 'stuck', text: '无法履约', testId: 'office-stuck' },
  { key: 'bills', text: '对账差异', testId: 'office-bills' },
  { key: 'refunds', text: '退款异常', testId: 'office-refunds' },
] as const;
type Key = (typeof tabs)[number]['key'];

/** What only a person at head office can settle: each row says what is wrong and what may be done. */
export function OfficePage({ staff }: { staff: Staff }) {
  const [chosen, setChosen] = useState<Key>('stuck');
  const now = useNow(30_000);
  useEffect(() => {
    document.title = '总部待办 · 森屿';
  }, []);
  return (
    <section data-testid="office">
      <Tabs label="总部待办" panel="office" tabs={tabs} chosen={chosen} onChoose={setChosen} />
      <div className="queue" id={`office-${chosen}`} role="tabpanel" aria-labelledby={`office-tab-${chosen}`}>
        {chosen === 'stuck' ? <Stuck now={now} stores={staff.stores} /> : null}
        {chosen === 'bills' ? <Bills now={now} /> : null}
        {chosen === 'refunds' ? <Refunds now={now} /> : null}
      </div>
    </section>
  );
}

const nothing = (title: string) => <Notice icon="check" tone="green" title={title} testId="office-empty" />;

function Stuck({ now, stores }: { now: number; stores: Staff['stores'] }) {
  const question = useQuestion('routing.listStuck', {});
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          nothing('没有派不出去的订单')
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <StuckCard key={item.orderId} {...{ item, now, stores }} onDone={question.reload} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

type StuckProps = { item: StuckOrder; now: number; stores: Staff['stores']; onDone: () => void };

function StuckCard({ item, now, stores, onDone }: StuckProps) {
  const { orderId } = item;
  const warehouse = item.fulfilment === 'delivery' ? [{ storeId: 'WAREHOUSE', name: '仓库' }] : [];
  const places = [...warehouse, ...stores];
  const [storeId, setStoreId] = useState(places[0]?.storeId ?? '');
  const { busy, problem, run } = useAct();
  const resolve = async (action: 'assign' | 'refund') => {
    const input = action === 'assign' ? { orderId, action, storeId } : { orderId, action };
    if ((await run(action, 'routing.resolveStuck', input)).ok) onDone();
  };
  return (
    <li className="card task" data-testid={`stuck-${orderId}`}>
      <h2 className="strong">{item.reason}</h2>
      <p className="muted small num">
        {when(item.stuckAt, now)} · {item.fulfilment === 'pickup' ? '到店自提' : '快递配送'} · 已改派{' '}
        {item.hops} 次
      </p>
      <p className="small">{item.lines.map((line) => `${line.skuId} ×${line.quantity}`).join('、')}</p>
      {item.excluded.length > 0 ? (
        <p className="muted small">退回过：{item.excluded.map(({ name }) => name).join('、')}</p>
      ) : null}
      <WhyHere orderId={orderId} now={now} />
      <label className="field">
        <span className="small muted">指派给</span>
        <select value={storeId} onChange={(event) => setStoreId(event.target.value)}>
          {places.map((place) => (
            <option key={place.storeId} value={place.storeId}>
              {place.name}
            </option>
          ))}
        </select>
      </label>
      <LineProblem text={problem} testId={`stuck-problem-${orderId}`} />
      <div className="form-buttons">
        <Button look="line" busy={busy === 'refund'} onClick={() => void resolve('refund')}>
          退款给顾客
        </Button>
        <Button
          busy={busy === 'assign'}
          onClick={() => void resolve('assign')}
          data-testid={`stuck-assign-${orderId}`}
        >
          指派
        </Button>
      </div>
    </li>
  );
}

function Bills({ now }: { now: number }) {
  const question = useQuestion('payments.listDifferences', { limit: 50 });
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          nothing('账目都对得上')
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <DifferenceCard key={item.differenceId} {...{ item, now }} onDone={question.reload} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

const money = (fen: number | null) => (fen === null ? '无记录' : `¥${yuan(fen)}`);

type DifferenceProps = { item: BillDifference; now: number; onDone: () => void };

function DifferenceCard({ item, now, onDone }: DifferenceProps) {
  const { differenceId } = item;
  const [resolution, setResolution] = useState('');
  const { busy, problem, run } = useAct();
  const resolve = async () => {
    const said = { differenceId, resolution: resolution.trim() };
    if ((await run('resolve', 'payments.resolveDifference', said)).ok) onDone();
  };
  return (
    <li className="card task" data-testid={`difference-${differenceId}`}>
      <h2 className="strong">{item.kindText}</h2>
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
      <p className="small">{item.explanation}</p>
      <label className="field">
        <span className="small muted">查明的情况与处理</span>
        <textarea
          rows={2}
          maxLength={500}
          value={resolution}
          onChange={(event) => setResolution(event.target.value)}
          data-testid={`resolution-${differenceId}`}
        />
      </label>
      <LineProblem text={problem} testId={`difference-problem-${differenceId}`} />
      <Button
        wide
        busy={busy === 'resolve'}
        disabled={resolution.trim().length < 2}
        onClick={() => void resolve()}
        data-testid={`resolve-${differenceId}`}
      >
        标记已处理
      </Button>
    </li>
  );
}

function Refunds({ now }: { now: number }) {
  const question = useQuestion('payments.listFailedRefunds', { limit: 50 });
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          nothing('没有卡住的退款')
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <RefundCard key={item.outRefundNo} {...{ item, now }} onDone={question.reload} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

function RefundCard({ item, now, onDone }: { item: FailedRefund; now: number; onDone: () => void }) {
  const { orderId, key } = item;
  const { busy, problem, run } = useAct();
  const again = async () => {
    if ((await run('retry', 'payments.retryRefund', { orderId, key })).ok) onDone();
  };
  const redirect = async () => {
    const to = { kind: 'merchant_account' } as const;
    if ((await run('redirect', 'payments.redirectRefund', { orderId, key, to })).ok) onDone();
  };
  return (
    <li className="card task" data-testid={`refund-${item.outRefundNo}`}>
      <h2 className="strong num">¥{yuan(item.amountFen)}</h2>
      <p className="muted small num">
        {item.reason} · {when(item.askedAt, now)}申请
      </p>
      <p className="small">{item.problem}</p>
      <LineProblem text={problem} testId={`refund-problem-${item.outRefundNo}`} />
      <div className="form-buttons">
        {item.actions.includes('redirect') ? (
          <Button look="line" busy={busy === 'redirect'} onClick={() => void redirect()}>
            转入商户账户，线下退
          </Button>
        ) : null}
        {item.actions.includes('retry') ? (
          <Button
            busy={busy === 'retry'}
            onClick={() => void again()}
            data-testid={`retry-${item.outRefundNo}`}
          >
            重新发起退款
          </Button>
        ) : null}
      </div>
    </li>
  );
}
