import { useEffect, useRef } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { answerTo } from './code-answers';
import { MemberFound } from './member-found';
import type { CodeCheck } from './code-check';
import { pieces } from './stages';
import { Remark, TaskLines } from './task-card';
import { TransferHere } from './transfer-here';

type Shown = Extract<CodeCheck, { at: 'found' | 'handing' | 'done' | 'member' | 'refused' }>;
type Props = {
  state: Shown;
  storeId: string;
  storeName: string;
  /** The order whose card was pressed, when the counter came from one. */
  expected: string | null;
  onConfirm: (code: string) => void;
  onAgain: () => void;
  onSame: (code: string) => void;
};

/** The focus goes to the answer, so that it is read out and Enter goes on from there. */
function useFocus(at: string) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [at]);
  return box;
}

export function CodeResult({ state, storeId, storeName, expected, onConfirm, onAgain, onSame }: Props) {
  const box = useFocus(state.at);
  const next = (
    <Button wide look={state.at === 'done' ? 'solid' : 'line'} onClick={onAgain} data-testid="code-again">
      查下一个码
    </Button>
  );
  return (
    <div className="code-result" ref={box} tabIndex={-1}>
      {state.at === 'refused' ? (
        <>
          <RefusedAnswer state={state} />
          {state.refusal.code === 'PICKUP_WRONG_STORE' ? (
            <TransferHere storeId={storeId} code={state.code} onAgain={onAgain} />
          ) : null}
          {state.refusal.code === 'OFFLINE' ? (
            <Button wide onClick={() => onSame(state.code)} data-testid="code-same">
              同一个码再查一次
            </Button>
          ) : null}
          {next}
        </>
      ) : state.at === 'member' ? (
        <>
          <MemberFound member={state.member} storeName={storeName} />
          {next}
        </>
      ) : state.at === 'done' ? (
        <>
          <div className="verdict tone-green" role="status" data-testid="code-result" data-code="HANDED_OVER">
            <span className="verdict-icon">
              <Icon name="check" size={48} />
            </span>
            <h2 className="verdict-title">已交货</h2>
            <p>
              {state.task.customerText} · {pieces(state.task)} 件
            </p>
          </div>
          {next}
        </>
      ) : (
        <Found {...{ state, storeName, expected, onConfirm, onAgain }} />
      )}
    </div>
  );
}

const RefusedAnswer = ({ state }: { state: Extract<Shown, { at: 'refused' }> }) => {
  const answer = answerTo(state.refusal, { handing: state.handing, now: Date.now() });
  return (
    <div
      className={`verdict tone-${answer.tone === 'plain' ? 'slate' : answer.tone}`}
      role="alert"
      data-testid="code-result"
      data-code={state.refusal.code}
    >
      <span className="verdict-icon">
        <Icon name={answer.icon} size={48} />
      </span>
      <h2 className="verdict-title">{answer.title}</h2>
      <p>{answer.advice}</p>
    </div>
  );
};

type FoundProps = Omit<Props, 'state' | 'storeId' | 'onSame'> & {
  state: Extract<Shown, { at: 'found' | 'handing' }>;
};

const Found = ({ state, storeName, expected, onConfirm, onAgain }: FoundProps) => {
  const { task, code } = state;
  const handing = state.at === 'handing';
  const other = expected !== null && expected !== task.orderId;
  return (
    <>
      {other ? (
        <p className="line-warn" role="alert" data-testid="code-other-order">
          <Icon name="warn" size={18} />
          注意：这个码不是刚才选的那一单，请按下面的商品交货。
        </p>
      ) : null}
      <div className="card found" data-testid="code-result" data-code="FOUND" data-order={task.orderId}>
        <p className="muted small">
          {storeName} · <span className="num">{task.orderNo}</span>
        </p>
        <h2 className="found-name">{task.customerText}</h2>
        <p className="found-many">共 {pieces(task)} 件，请当面点清</p>
        <TaskLines task={task} />
        <Remark remark={task.remark} />
      </div>
      <Button
        wide
        icon="check"
        className="button-large"
        busy={handing}
        busyText="正在交货"
        onClick={() => onConfirm(code)}
        data-testid="code-confirm"
      >
        确认交货
      </Button>
      {handing ? null : (
        <Button wide look="plain" onClick={onAgain} data-testid="code-again">
          先不交，返回
        </Button>
      )}
    </>
  );
};
