import { useEffect } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { isWhole, spaced } from './code-check';
import type { CodeCheck } from './code-check';
import { CodeResult } from './code-result';
import { Keypad } from './keypad';
import { useCodeCheck } from './use-code-check';

type Props = { storeId: string; storeName: string; expected: string | null };

export function CodePage({ storeId, storeName, expected }: Props) {
  const { state, tell, check, confirm, scan, opening, scanProblem } = useCodeCheck(storeId);
  useEffect(() => {
    document.title = '扫码 · 森屿';
  }, []);
  const typing = state.at === 'typing' || state.at === 'checking';
  return (
    <section className="code-page">
      {typing ? (
        <CodeEntry
          {...{ state, storeName, scan, opening, scanProblem }}
          onCode={(code) => tell({ is: 'typed', code })}
          onCheck={(code) => void check(code)}
        />
      ) : (
        <CodeResult
          {...{ state, expected, storeId, storeName }}
          onConfirm={(code) => void confirm(code)}
          onAgain={() => tell({ is: 'again' })}
          onSame={(code) => {
            tell({ is: 'again', code });
            void check(code);
          }}
        />
      )}
    </section>
  );
}

type EntryProps = {
  state: Extract<CodeCheck, { at: 'typing' | 'checking' }>;
  storeName: string;
  scan: () => Promise<void>;
  opening: boolean;
  scanProblem: string | null;
  onCode: (code: string) => void;
  onCheck: (code: string) => void;
};

function CodeEntry({ state, storeName, scan, opening, scanProblem, onCode, onCheck }: EntryProps) {
  const { code } = state;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCheck(code);
  };
  return (
    <form className="code-entry" onSubmit={submit}>
      <Button
        wide
        icon="scan"
        busy={opening}
        busyText="正在打开扫一扫"
        onClick={() => void scan()}
        data-testid="code-scan"
      >
        扫顾客的取货码或会员码
      </Button>
      {scanProblem ? (
        <p className="line-problem" role="alert" data-testid="scan-problem">
          <Icon name="warn" size={18} />
          {scanProblem}
        </p>
      ) : null}
      <label className="code-label" htmlFor="code-input">
        或输入 8 位数字 · {storeName}
      </label>
      {/* The keypad below is larger than a phone's own keyboard, which therefore stays away. */}
      <input
        id="code-input"
        className={code.length > 8 ? 'code-input code-long num' : 'code-input num'}
        data-testid="code-input"
        inputMode="none"
        autoComplete="off"
        autoFocus
        placeholder="8 位取货码"
        value={spaced(code)}
        onChange={(event) => onCode(event.target.value)}
      />
      <Keypad code={code} onCode={onCode} />
      <Button
        wide
        type="submit"
        busy={state.at === 'checking'}
        busyText="查询中"
        disabled={!isWhole(code)}
        data-testid="code-check"
      >
        查是谁的
      </Button>
    </form>
  );
}
