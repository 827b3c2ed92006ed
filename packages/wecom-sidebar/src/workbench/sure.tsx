import { useEffect, useRef } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';

type Props = {
  /** What cannot be undone. */
  text: string;
  yes: string;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
  testId: string;
};

/** Money that leaves does not come back by itself: asked once more, with what it means. */
export function Sure({ text, yes, busy, onYes, onNo, testId }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className="sure" role="group" aria-label={yes} ref={box} tabIndex={-1}>
      <p className="line-warn small">
        <Icon name="warn" size={18} />
        {text}
      </p>
      <div className="form-buttons">
        {busy ? null : (
          <Button look="line" onClick={onNo} data-testid={`${testId}-no`}>
            再想想
          </Button>
        )}
        <Button busy={busy} busyText="提交中" onClick={onYes} data-testid={`${testId}-yes`}>
          {yes}
        </Button>
      </div>
    </div>
  );
}
