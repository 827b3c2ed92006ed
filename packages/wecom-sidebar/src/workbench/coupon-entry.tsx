import { useEffect, useRef } from 'react';
import type { FormEvent, Ref } from 'react';
import { Button } from '../ui/button';
import { cleanCode, cleanTill } from './coupon-check';
import type { CouponCheck, Entry } from './coupon-check';
import { LineProblem } from './line-problem';
import type { EntryProblem } from './use-coupon-check';

type Props = {
  state: Extract<CouponCheck, { at: 'typing' | 'checking' }>;
  storeName: string;
  problem: EntryProblem | null;
  scanProblem: string | null;
  opening: boolean;
  scan: (till: string) => Promise<void>;
  onTyped: (typed: Partial<Entry>) => void;
  onCheck: () => void;
};

export function CouponEntry({ state, storeName, problem, scanProblem, opening, scan, ...on }: Props) {
  const { till, code } = state.entry;
  const tillInput = useRef<HTMLInputElement>(null);
  const codeInput = useRef<HTMLInputElement>(null);
  // The field to mend takes the focus.
  useEffect(() => {
    if (problem) (problem.of === 'till' ? tillInput : codeInput).current?.focus();
  }, [problem]);
  const told = (of: EntryProblem['of']) => (problem?.of === of ? problem.text : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state.at === 'typing') on.onCheck();
  };
  return (
    <form className="code-entry" onSubmit={submit}>
      <TillField input={tillInput} value={till} problem={told('till')} onTyped={on.onTyped} />
      <Button
        wide
        icon="scan"
        busy={opening}
        busyText="正在打开扫一扫"
        onClick={() => void scan(till)}
        data-testid="coupon-scan"
      >
        扫顾客的券码
      </Button>
      <LineProblem text={scanProblem} testId="scan-problem" />
      <CodeField
        {...{ storeName }}
        input={codeInput}
        value={code}
        problem={told('code')}
        onTyped={on.onTyped}
      />
      <Button
        wide
        look="line"
        type="submit"
        busy={state.at === 'checking'}
        busyText="查询中"
        data-testid="coupon-check"
      >
        查这张券
      </Button>
    </form>
  );
}

type FieldProps = {
  input: Ref<HTMLInputElement>;
  value: string;
  problem: string | null;
  onTyped: (typed: Partial<Entry>) => void;
};

const TillField = ({ input, value, problem, onTyped }: FieldProps) => (
  <div className="coupon-till">
    <label htmlFor="coupon-till">消费金额</label>
    <span className="coupon-yuan">
      <span aria-hidden="true">¥</span>
      <input
        id="coupon-till"
        ref={input}
        className="num"
        inputMode="decimal"
        enterKeyHint="next"
        autoComplete="off"
        placeholder="0.00"
        value={value}
        aria-describedby="coupon-till-hint"
        aria-invalid={problem !== null}
        onChange={(event) => onTyped({ till: cleanTill(event.target.value) })}
        data-testid="coupon-till"
      />
    </span>
    <p className="muted small" id="coupon-till-hint">
      适用商品在收银机上的金额，满减券、折扣券必填
    </p>
    <LineProblem text={problem} testId="coupon-till-problem" />
  </div>
);

const CodeField = ({ input, value, problem, onTyped, storeName }: FieldProps & { storeName: string }) => (
  <>
    <label className="code-label" htmlFor="coupon-code">
      或用扫码枪、手工输入券码 · {storeName}
    </label>
    <input
      id="coupon-code"
      ref={input}
      className="coupon-code num"
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      placeholder="CP1 开头的券码"
      value={value}
      aria-invalid={problem !== null}
      onChange={(event) => onTyped({ code: cleanCode(event.target.value) })}
      data-testid="coupon-code"
    />
    <LineProblem text={problem} testId="coupon-code-problem" />
  </>
);
