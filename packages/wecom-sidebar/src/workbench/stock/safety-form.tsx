import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { PiecesField } from './pieces-field';
import { sentenceFor } from './refusals';
import { changeOf, channels, defaultFor, formOf, isReadable } from './safety';
import { readPieces } from './figures';
import type { Stock } from './types';
import { useStockAct } from './use-stock-act';

type Props = { stock: Stock; onDone: (text: string) => void; onCancel: () => void };

/** What is kept back from sale: for all, and where a channel differs. */
export function SafetyForm({ stock, onDone, onCancel }: Props) {
  const [form, setForm] = useState(() => formOf(stock));
  const { busy, refusal, act } = useStockAct();
  const change = isReadable(form) ? changeOf(stock, form) : null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!change || busy) return;
    const { storeId, skuId } = stock;
    const result = await act('save', 'inventory.setSafety', { storeId, skuId, ...change });
    if (result.ok) onDone(`安全库存已保存，小程序可售 ${result.data.available} 件`);
  };
  return (
    <form
      className="card task-form"
      onSubmit={(event) => void save(event)}
      aria-label="安全库存"
      data-testid="safety-form"
    >
      <PiecesField
        label="默认留几件不卖"
        value={form.safety}
        onType={(safety) => setForm({ ...form, safety })}
        testId="safety-default"
      />
      <p className="muted small">各渠道可以单独设置；留空就用默认。</p>
      <div className="stock-grid">
        {channels.map(({ channel, text }) => (
          <PiecesField
            key={channel}
            label={text}
            value={form.channels[channel] ?? ''}
            onType={(typed) => setForm({ ...form, channels: { ...form.channels, [channel]: typed } })}
            hint={`默认 ${defaultFor(channel, readPieces(form.safety) ?? 0)}`}
            testId={`safety-${channel}`}
          />
        ))}
      </div>
      {isReadable(form) ? null : (
        <p className="field-problem small" role="alert" data-testid="safety-unreadable">
          请填 0 到一百万的整数
        </p>
      )}
      <LineProblem text={refusal && sentenceFor(refusal)} testId="safety-problem" />
      <div className="form-buttons">
        <Button look="line" onClick={onCancel} data-testid="safety-back">
          取消
        </Button>
        <Button type="submit" busy={busy === 'save'} disabled={!change} data-testid="safety-send">
          保存
        </Button>
      </div>
    </form>
  );
}
