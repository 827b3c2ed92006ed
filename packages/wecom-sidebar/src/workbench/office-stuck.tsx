import { useState } from 'react';
import type { Staff, StuckOrder } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { Sure } from './sure';
import { useAct } from './use-act';
import { WhyHere } from './why-here';

type Place = Staff['stores'][number];
const WAREHOUSE: Place = { storeId: 'WAREHOUSE', name: '仓库' };

type Props = { now: number; stores: Staff['stores']; onTold: (text: string) => void };

/** Orders that no place could take. */
export function Stuck({ now, stores, onTold }: Props) {
  const question = useQuestion('routing.listStuck', {});
  const done = (text: string) => {
    onTold(text);
    question.reload();
  };
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice icon="check" tone="green" title="没有派不出去的订单" testId="office-empty">
            附近门店和仓库都接不了的订单会出现在这里，由您指派或退款。
          </Notice>
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <StuckCard key={item.orderId} {...{ item, now, stores }} onDone={done} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

const noStock = '那里的库存不够，请换一处指派，或退款给顾客';

type CardProps = {
  item: StuckOrder;
  now: number;
  stores: Staff['stores'];
  onDone: (text: string) => void;
};

function StuckCard({ item, now, stores, onDone }: CardProps) {
  const { orderId } = item;
  const [refunding, setRefunding] = useState(false);
  const [short, setShort] = useState(false);
  const { busy, problem, run } = useAct();
  const refund = async () => {
    const result = await run('refund', 'routing.resolveStuck', { orderId, action: 'refund' });
    setShort(false);
    if (result.ok) onDone('已退款，钱会原路退回给顾客');
  };
  const assign = async ({ storeId, name }: Place) => {
    const result = await run('assign', 'routing.resolveStuck', { orderId, action: 'assign', storeId });
    if (result.ok) return onDone(`已指派给${name}`);
    setShort(result.code === 'OUT_OF_STOCK');
  };
  return (
    <li className="card task" data-testid={`stuck-${orderId}`}>
      <StuckFacts {...{ item, now }} />
      <WhyHere orderId={orderId} now={now} />
      {refunding ? (
        <Sure
          text="整单取消，钱原路退回给顾客，不能撤回。"
          yes="确认退款"
          busy={busy === 'refund'}
          onYes={() => void refund()}
          onNo={() => setRefunding(false)}
          testId={`stuck-refund-${orderId}`}
        />
      ) : (
        <Assign
          {...{ item, stores }}
          busy={busy === 'assign'}
          onAssign={(place) => void assign(place)}
          onRefund={() => setRefunding(true)}
        />
      )}
      <LineProblem text={problem && short ? noStock : problem} testId={`stuck-problem-${orderId}`} />
    </li>
  );
}

const fulfilments = { pickup: '到店自提', delivery: '快递配送' } as const;

const StuckFacts = ({ item, now }: { item: StuckOrder; now: number }) => (
  <>
    <h2 className="h2 even">{item.reason}</h2>
    <p className="muted small num">
      {when(item.stuckAt, now)} · {fulfilments[item.fulfilment]}
      {item.hops > 0 ? ` · 已改派 ${item.hops} 次` : ''}
    </p>
    <dl className="pair small">
      <dt>商品</dt>
      <dd className="num">{item.lines.map((line) => `${line.skuId} ×${line.quantity}`).join('、')}</dd>
      {item.excluded.length > 0 ? (
        <>
          <dt>退回过</dt>
          <dd>{item.excluded.map(({ name }) => name).join('、')}</dd>
        </>
      ) : null}
      <dt>商户单号</dt>
      <dd className="num break">{item.orderId}</dd>
    </dl>
  </>
);

type AssignProps = {
  item: StuckOrder;
  stores: Staff['stores'];
  busy: boolean;
  onAssign: (place: Place) => void;
  onRefund: () => void;
};

/** The places that did not give it back come first. */
function Assign({ item, stores, busy, onAssign, onRefund }: AssignProps) {
  const { orderId, fulfilment, excluded } = item;
  const places = [...(fulfilment === 'delivery' ? [WAREHOUSE] : []), ...stores];
  const gaveBack = (place: Place) => excluded.some(({ locationId }) => locationId === place.storeId);
  const sorted = [...places.filter((place) => !gaveBack(place)), ...places.filter(gaveBack)];
  const [storeId, setStoreId] = useState(sorted[0]?.storeId ?? '');
  const place = sorted.find((each) => each.storeId === storeId);
  return (
    <>
      <label className="field">
        <span className="small muted">指派给</span>
        <select
          value={storeId}
          onChange={(event) => setStoreId(event.target.value)}
          data-testid={`stuck-place-${orderId}`}
        >
          {sorted.map((each) => (
            <option key={each.storeId} value={each.storeId}>
              {each.name}
              {gaveBack(each) ? '（退回过）' : ''}
            </option>
          ))}
        </select>
      </label>
      <div className="form-buttons">
        <Button look="line" onClick={onRefund} data-testid={`stuck-refund-${orderId}`}>
          退款给顾客
        </Button>
        <Button
          busy={busy}
          busyText="指派中"
          disabled={!place}
          onClick={() => (place ? onAssign(place) : undefined)}
          data-testid={`stuck-assign-${orderId}`}
        >
          指派
        </Button>
      </div>
    </>
  );
}
