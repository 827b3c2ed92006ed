import { useEffect, useId, useRef, useState } from 'react';
import type { Script } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { textProblem, wasSaid } from './sending';
import type { Sending } from './sending';
import { useSending } from './use-sending';

type Props = {
  script: Script;
  /** 1, 2, 3 */
  n: number;
  externalUserid: string;
  canSend: boolean;
  onOtherContact: () => void;
};

/** As tall as its words, so that the guide reads all of them before sending. */
function useGrowing(text: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);
  return box;
}

export function ScriptCard({ script, n, externalUserid, canSend, onOtherContact }: Props) {
  const id = useId();
  const [text, setText] = useState(script.text);
  const [state, press] = useSending({ externalUserid, scriptId: script.scriptId, onOtherContact });
  const box = useGrowing(text);
  const problem = textProblem(text);
  return (
    <li className="card script" data-testid={`script-${n}`} data-state={state.at}>
      <h2 className="script-goal" id={id}>
        <span className="script-n num">{n}</span>
        {script.goal}
      </h2>
      <p className="script-reason" data-testid={`script-reason-${n}`}>
        <Icon name="bulb" size={18} />
        {script.reason}
      </p>
      <textarea
        ref={box}
        className="script-text"
        aria-labelledby={id}
        rows={2}
        value={text}
        readOnly={wasSaid(state) || state.at === 'sending'}
        data-testid={`script-text-${n}`}
        onChange={(event) => setText(event.target.value)}
      />
      {state.at === 'failed' || problem ? (
        <p className="line-problem" role="alert" data-testid={`script-failed-${n}`}>
          <Icon name="warn" size={18} />
          {problem ?? (state.at === 'failed' ? state.message : '')}
        </p>
      ) : null}
      <ScriptFoot
        {...{ n, state, problem, canSend }}
        edited={text !== script.text}
        onRestore={() => setText(script.text)}
        onSend={() => void press(text.trim())}
      />
    </li>
  );
}

type FootProps = {
  n: number;
  state: Sending;
  problem: string | null;
  canSend: boolean;
  edited: boolean;
  onRestore: () => void;
  onSend: () => void;
};

function ScriptFoot({ n, state, problem, canSend, edited, onRestore, onSend }: FootProps) {
  if (wasSaid(state)) {
    return (
      <div className="script-foot">
        <p className="script-sent" role="status" data-testid={`script-sent-${n}`}>
          <Icon name="check" size={18} />
          已发送{state.at === 'unrecorded' ? '，但没有记录上' : ''}
        </p>
        {state.at === 'unrecorded' ? (
          <Button look="line" icon="refresh" onClick={onSend} data-testid={`script-record-${n}`}>
            补记
          </Button>
        ) : null}
      </div>
    );
  }
  return (
    <div className="script-foot">
      {edited ? (
        <button type="button" className="link" onClick={onRestore}>
          恢复原文
        </button>
      ) : (
        <span className="muted small">可先修改再发送</span>
      )}
      <Button
        icon="send"
        busy={state.at === 'sending'}
        busyText="发送中"
        disabled={problem !== null || !canSend}
        onClick={onSend}
        data-testid={`script-send-${n}`}
      >
        {state.at === 'failed' ? '重新发送' : '发送'}
      </Button>
    </div>
  );
}
