import { EXPRESS_COMPANIES, expressName } from '@omni/shared/express';
import type { ExpressCompany } from '@omni/shared/express';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PickupTask } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

const NUMBER = /^[0-9A-Z-]{6,32}$/;
/** As it is printed on the parcel; people and scanners add spaces. */
const cleanNumber = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z-]/g, '')
    .slice(0, 32);

type Props = { task: PickupTask; onDone: (text: string) => void; onCancel: () => void };

/** Where the parcel goes (each look is recorded), and what it is sent with. */
export function ShipForm({ task, onDone, onCancel }: Props) {
  const { orderId } = task;
  const [company, setCompany] = useState<ExpressCompany>('SF');
  const [number, setNumber] = useState('');
  const { busy, problem, run } = useAct();
  const ship = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run('ship', 'pickup.ship', { orderId, company, number });
    if (result.ok) onDone(`已发货：${expressName(company)} ${number}`);
  };
  return (
    <form className="task-form" onSubmit={(event) => void ship(event)} data-testid={`ship-form-${orderId}`}>
      <Label orderId={orderId} />
      <label className="field">
        <span className="small muted">快递公司</span>
        <select
          value={company}
          onChange={(event) => setCompany(event.target.value as ExpressCompany)}
          data-testid={`ship-company-${orderId}`}
        >
          {EXPRESS_COMPANIES.map((each) => (
            <option key={each} value={each}>
              {expressName(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="small muted">运单号</span>
        <input
          className="num"
          value={number}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          placeholder="6–32 位字母或数字"
          onChange={(event) => setNumber(cleanNumber(event.target.value))}
          data-testid={`ship-number-${orderId}`}
        />
      </label>
      <LineProblem text={problem} testId={`ship-problem-${orderId}`} />
      <div className="form-buttons">
        <Button look="line" onClick={onCancel} data-testid={`ship-back-${orderId}`}>
          返回
        </Button>
        <Button
          type="submit"
          busy={busy === 'ship'}
          busyText="提交中"
          disabled={!NUMBER.test(number)}
          data-testid={`ship-confirm-${orderId}`}
        >
          确认发货
        </Button>
      </div>
    </form>
  );
}

function Label({ orderId }: { orderId: string }) {
  const label = useQuestion('pickup.showLabel', { orderId });
  return (
    <Answer question={label} rows={1}>
      {({ name, phone, region, street }) => (
        <address className="label" data-testid={`label-${orderId}`}>
          <span className="strong">{name}</span> <span className="num">{phone}</span>
          <br />
          {region} {street}
        </address>
      )}
    </Answer>
  );
}
