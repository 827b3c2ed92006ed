import { useState } from 'react';
import type { FormEvent } from 'react';
import { newRequestId } from '../../api/request-id';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { choices, effectText, groups, mostFor, quantityOf } from './adjusting';
import type { Choice } from './adjusting';
import { readPieces } from './figures';
import { PiecesField } from './pieces-field';
import { sentenceFor } from './refusals';
import type { Stock } from './types';
import { useStockAct } from './use-stock-act';

type Props = {
  stock: Stock;
  onDone: (text: string) => void;
  onCancel: () => void;
  /** What is on the screen is no longer true. */
  onStale: () => void;
};

/**
 * One form is one command: when an answer is lost, sending again under the same id cannot change stock twice, and other contents
 * are refused because the first ones were taken.
 */
function useAdjusting({ stock, onDone, onStale }: Props) {
  const [requestId, setRequestId] = useState(newRequestId);
  const { busy, refusal, act, forget } = useStockAct();
  const { storeId, skuId } = stock;
  const adjust = async (choice: Choice, pieces: number, note: string) => {
    const what = { reason: choice.reason, quantity: quantityOf(choice, pieces) };
    const result = await act('adjust', 'inventory.adjust', {
      ...{ requestId, storeId, skuId, ...what },
      ...(note ? { note } : {}),
    });
    if (result.ok) return onDone(`已${choice.text} ${pieces} 件，现货 ${result.data.onHand} 件`);
    if (result.code === 'REQUEST_REUSED') setRequestId(newRequestId());
    if (result.code === 'REQUEST_REUSED' || result.code === 'STOCK_TOO_FEW') onStale();
  };
  return { busy: busy === 'adjust', refusal, adjust, forget };
}

export function AdjustForm(props: Props) {
  const { stock, onCancel } = props;
  const [choice, setChoice] = useState<Choice>(choices[0]);
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const { busy, refusal, adjust, forget } = useAdjusting(props);
  const pieces = readPieces(typed) ?? 0;
  /** A refusal speaks of what was sent, not of what is being changed. */
  const anew =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      forget();
      set(value);
    };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pieces > 0 && !busy) void adjust(choice, pieces, note.trim());
  };
  return (
    <form className="card task-form" onSubmit={submit} aria-label="调整库存" data-testid="adjust-form">
      <ReasonField choice={choice} onChoose={anew(setChoice)} />
      <PiecesField label="件数" value={typed} onType={anew(setTyped)} hint="多少件" testId="adjust-pieces" />
      {refusal ? null : <Effect {...{ stock, choice, pieces }} />}
      <label className="field">
        <span className="small muted">备注（选填，会写进流水）</span>
        <input
          maxLength={100}
          autoComplete="off"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          data-testid="adjust-note"
        />
      </label>
      <LineProblem text={refusal && sentenceFor(refusal, choice.unsellable < 0)} testId="adjust-problem" />
      <div className="form-buttons">
        <Button look="line" onClick={onCancel} data-testid="adjust-back">
          取消
        </Button>
        <Button
          type="submit"
          busy={busy}
          busyText="正在记账"
          disabled={pieces === 0}
          data-testid="adjust-send"
        >
          确认调整
        </Button>
      </div>
    </form>
  );
}

type ReasonProps = { choice: Choice; onChoose: (choice: Choice) => void };

const ReasonField = ({ choice, onChoose }: ReasonProps) => (
  <label className="field">
    <span className="small muted">为什么调整</span>
    <select
      value={choice.key}
      onChange={(event) => onChoose(choices.find(({ key }) => key === event.target.value) ?? choices[0])}
      data-testid="adjust-reason"
    >
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {choices
            .filter((each) => each.group === group)
            .map(({ key, text }) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  </label>
);

type EffectProps = { stock: Stock; choice: Choice; pieces: number };

/** What the numbers will be; more than there is is said before it is refused, but left to the server to decide. */
function Effect({ stock, choice, pieces }: EffectProps) {
  const most = mostFor(stock, choice);
  if (most !== null && pieces > most)
    return (
      <p className="line-warn small" data-testid="adjust-effect">
        现在最多 {most} 件
      </p>
    );
  return (
    <p className="muted small num" data-testid="adjust-effect">
      {pieces > 0
        ? effectText(stock, choice, pieces)
        : most === null
          ? `现货 ${stock.onHand} 件`
          : `最多 ${most} 件`}
    </p>
  );
}
