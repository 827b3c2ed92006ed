import { useState } from 'react';
import type { PickupTask } from '../api/types';
import { Button } from '../ui/button';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

const reasons = [
  { reason: 'NOT_IN_STOCK', text: '店里没有货', effect: '这款在本店的库存会清零' },
  { reason: 'STOCK_MISMATCH', text: '数量不够', effect: '本店库存会减去这些' },
  { reason: 'DAMAGED', text: '商品破损', effect: '这些商品不再可售' },
  { reason: 'STORE_BUSY', text: '忙不过来', effect: '库存不变' },
  { reason: 'STORE_CLOSING', text: '临时停业', effect: '本店暂停接单' },
  { reason: 'OTHER', text: '其他原因', effect: '库存不变' },
] as const;
type Reason = (typeof reasons)[number]['reason'];

type Props = { task: PickupTask; onDone: (text: string) => void; onCancel: () => void };

/** The order goes to another place; the shopper is told once, whoever takes it in the end. */
export function RejectForm({ task, onDone, onCancel }: Props) {
  const [reason, setReason] = useState<Reason>('NOT_IN_STOCK');
  const { busy, problem, run } = useAct();
  const { orderId } = task;
  const reject = async () => {
    const result = await run('reject', 'pickup.reject', { orderId, reason });
    if (result.ok) onDone('已退回，正在改派其他门店');
  };
  return (
    <fieldset className="task-form" data-testid={`reject-form-${orderId}`}>
      <legend className="strong">为什么不能接这单？</legend>
      {reasons.map((each) => (
        <label key={each.reason} className="choice">
          <input
            type="radio"
            name={`reason-${orderId}`}
            value={each.reason}
            checked={reason === each.reason}
            onChange={() => setReason(each.reason)}
          />
          <span>
            {each.text}
            <span className="muted small"> · {each.effect}</span>
          </span>
        </label>
      ))}
      <LineProblem text={problem} testId={`reject-problem-${orderId}`} />
      <div className="form-buttons">
        <Button look="line" onClick={onCancel} data-testid={`reject-back-${orderId}`}>
          再想想
        </Button>
        <Button
          busy={busy === 'reject'}
          busyText="退回中"
          onClick={() => void reject()}
          data-testid={`reject-confirm-${orderId}`}
        >
          退回改派
        </Button>
      </div>
    </fieldset>
  );
}
