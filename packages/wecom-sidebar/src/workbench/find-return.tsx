import { useState } from 'react';
import type { FormEvent } from 'react';
import type { AftersaleCase } from '../api/types';
import { Button } from '../ui/button';
import { AftersaleCard } from './aftersale-card';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = { storeId: string; now: number; onChanged: () => void };

/** Goods are brought to this counter: their case, by the number on the shopper's page, wherever they were bought. */
export function FindReturn({ storeId, now, onChanged }: Props) {
  const [caseNo, setCaseNo] = useState('');
  const [found, setFound] = useState<AftersaleCase | null>(null);
  const { busy, problem, run } = useAct();
  const find = async (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    const result = await run('find', 'aftersale.findReturn', { storeId, caseNo });
    if (result.ok) setFound(result.data);
  };
  return (
    <div className="find-return">
      <form className="find-form" onSubmit={(event) => void find(event)}>
        <label className="field">
          <span className="small muted">顾客来退换货：14 位售后单号</span>
          <input
            className="num"
            inputMode="numeric"
            autoComplete="off"
            maxLength={14}
            value={caseNo}
            onChange={(event) => setCaseNo(event.target.value.replace(/\D/g, ''))}
            data-testid="return-number"
          />
        </label>
        <Button
          type="submit"
          busy={busy === 'find'}
          busyText="查询中"
          disabled={caseNo.length !== 14}
          data-testid="return-find"
        >
          查询
        </Button>
      </form>
      <LineProblem text={problem} testId="return-problem" />
      {found ? (
        <ul className="tasks">
          <AftersaleCard
            item={found}
            now={now}
            storeId={storeId}
            onChanged={(changed) => {
              setFound(changed);
              onChanged();
            }}
          />
        </ul>
      ) : null}
    </div>
  );
}
