import { useEffect, useRef, useState } from 'react';
import { Answer } from '../../ui/answer';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { useNow } from '../../ui/use-now';
import { AdjustForm } from './adjust-form';
import { CountHere } from './count-here';
import { Goods } from './goods';
import { Ledger } from './ledger';
import type { Rights } from './rights';
import { SafetyForm } from './safety-form';
import { SafetyTable } from './safety-table';
import type { Stock } from './types';
import { usePages } from './use-pages';

type Props = { storeId: string; skuId: string; rights: Rights; onChanged: () => void };

/**
 * One SKU at one place: its numbers, what may be done about them, and how they came about. Who counts sees none of the numbers,
 * so as not to count towards them.
 */
export function SkuPage({ storeId, skuId, rights, onChanged }: Props) {
  const pages = usePages('inventory.history', { storeId, skuId });
  const [form, setForm] = useState<Form | null>(null);
  const now = useNow(30_000);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => sheet.current?.focus({ preventScroll: true }), []);
  const changed = () => {
    pages.reload();
    onChanged();
  };
  return (
    <div
      className="stock-sheet"
      role="region"
      aria-label="商品库存"
      tabIndex={-1}
      ref={sheet}
      data-testid="sku-sheet"
    >
      <Answer question={pages} rows={4}>
        {({ stock, items }) => (
          <>
            {form === 'count' ? <Name stock={stock} /> : <Figures stock={stock} />}
            <Deeds {...{ stock, rights, form }} onForm={setForm} onChanged={changed} />
            {form === 'count' ? null : <Ledger {...{ items, now, pages }} />}
          </>
        )}
      </Answer>
    </div>
  );
}

const Name = ({ stock }: { stock: Stock }) => (
  <h2 className="card stock-name">
    <Goods item={stock} size={64} />
  </h2>
);

const Figures = ({ stock }: { stock: Stock }) => (
  <section className="card stock-card" aria-label="数量" data-testid="sku-figures">
    <h2 className="stock-name">
      <Goods item={stock} size={64} />
    </h2>
    <dl className="stock-numbers">
      <Figure name="可售" value={stock.available} main />
      <Figure name="现货" value={stock.onHand} />
      <Figure name="已占用" value={stock.held} />
      <Figure name="不可售" value={stock.unsellable} />
    </dl>
    {stock.isShort ? (
      <p className="line-problem" data-testid="sku-short">
        <Icon name="warn" size={18} />
        货不够交已有的订单，已停止售卖；请盘点，或把做不了的订单拒掉
      </p>
    ) : null}
    <SafetyTable stock={stock} />
  </section>
);

const Figure = ({ name, value, main }: { name: string; value: number; main?: boolean }) => (
  <div className={main ? 'stock-number stock-number-main' : 'stock-number'}>
    <dt>{name}</dt>
    <dd className="num">{value}</dd>
  </div>
);

type Form = 'adjust' | 'safety' | 'count';
type DeedProps = {
  stock: Stock;
  rights: Rights;
  form: Form | null;
  onForm: (form: Form | null) => void;
  onChanged: () => void;
};

function Deeds({ stock, rights, form, onForm, onChanged }: DeedProps) {
  const [told, setTold] = useState('');
  if (!rights.mayKeep)
    return (
      <p className="line-note" data-testid="sku-look-only">
        您可以查看库存；调整和盘点请找店员或店长。
      </p>
    );
  const begin = (next: Form) => {
    setTold('');
    onForm(next);
  };
  const close = () => {
    if (form) document.getElementById(`open-${form}`)?.focus();
    onForm(null);
  };
  const done = (text: string) => {
    close();
    setTold(text);
    onChanged();
  };
  const given = { stock, onDone: done, onCancel: close };
  return (
    <section className="stock-deeds" aria-label="操作">
      <Buttons {...{ form, rights }} onChoose={begin} />
      <div role="status" aria-live="polite">
        {told ? (
          <p className="line-done" data-testid="sku-told">
            <Icon name="check" size={18} />
            {told}
          </p>
        ) : null}
      </div>
      {form === 'adjust' ? <AdjustForm {...given} onStale={onChanged} /> : null}
      {form === 'safety' ? <SafetyForm {...given} /> : null}
      {form === 'count' ? <CountHere {...given} /> : null}
    </section>
  );
}

type ButtonsProps = { form: Form | null; rights: Rights; onChoose: (form: Form) => void };

function Buttons({ form, rights, onChoose }: ButtonsProps) {
  const each = [
    { key: 'adjust', text: '调整库存', may: rights.mayKeep },
    { key: 'count', text: '盘点', may: rights.mayKeep },
    { key: 'safety', text: '安全库存', may: rights.maySetSafety },
  ] as const;
  return (
    <div className="form-buttons">
      {each
        .filter(({ may }) => may)
        .map(({ key, text }) => (
          <Button
            key={key}
            id={`open-${key}`}
            look={form === key ? 'solid' : 'line'}
            aria-expanded={form === key}
            onClick={() => onChoose(key)}
            data-testid={`open-${key}`}
          >
            {text}
          </Button>
        ))}
    </div>
  );
}
