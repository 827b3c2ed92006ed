import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { compare, differenceText } from './figures';
import type { Stock } from './types';

/** Before it is final: what the books say, what was counted, and what lies between. */
export function Compared({ counted, books }: { counted: number; books: Stock }) {
  const { difference, short } = compare(counted, books);
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => block.current?.focus({ preventScroll: true }), []);
  return (
    <div
      className="stock-compare"
      role="group"
      aria-label={`账面 ${books.onHand} 件，数到 ${counted} 件，${differenceText(difference)}`}
      tabIndex={-1}
      ref={block}
      data-testid="count-compared"
    >
      <dl className="stock-numbers">
        <div className="stock-number">
          <dt>账面</dt>
          <dd className="num">{books.onHand}</dd>
        </div>
        <div className="stock-number">
          <dt>数到</dt>
          <dd className="num">{counted}</dd>
        </div>
      </dl>
      <p
        className={`stock-verdict ${difference === 0 ? 'tone-green' : 'tone-amber'}`}
        data-testid="count-difference"
      >
        {differenceText(difference)}
      </p>
      {short > 0 ? (
        <p className="line-problem">
          <Icon name="warn" size={18} />
          订单还占用 {books.held} 件，差 {short} 件交不了货；提交后这款会停止售卖
        </p>
      ) : null}
      <p className="muted small">
        {difference === 0
          ? '现货不变，这次盘点会记进流水。'
          : `提交后，现货就是 ${counted} 件，差数记进流水。`}
      </p>
    </div>
  );
}

const LOOK_MS = 500;

/** The button stands where the finger has just been: a double tap is not a look at the difference. */
export function ConfirmButtons({ busy, onAgain }: { busy: boolean; onAgain: () => void }) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), LOOK_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="form-buttons">
      <Button look="line" onClick={onAgain} data-testid="count-again">
        再数一遍
      </Button>
      <Button type="submit" busy={busy} busyText="正在提交" disabled={!seen} data-testid="count-confirm">
        确认提交
      </Button>
    </div>
  );
}
