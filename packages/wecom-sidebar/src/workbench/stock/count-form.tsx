import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { Compared, ConfirmButtons } from './count-compared';
import { readPieces } from './figures';
import { PiecesField } from './pieces-field';
import type { CountTask } from './types';
import { useCounting } from './use-counting';

type Props = {
  task: CountTask;
  onCounted: (count: CountTask) => void;
  onClosed: (why: string) => void;
  onCancel: () => void;
};

export function CountForm({ task, onCounted, onClosed, onCancel }: Props) {
  const { typed, setTyped, books, busy, problem, look, submit, again } = useCounting(task, {
    onCounted,
    onClosed,
  });
  const counted = readPieces(typed);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (counted === null || busy) return;
    void (books ? submit(counted) : look());
  };
  const compared = books && counted !== null;
  return (
    <form className="task-form" onSubmit={send} aria-label="清点" data-testid={`count-form-${task.countId}`}>
      {compared ? <Compared {...{ counted, books }} /> : <Entry typed={typed} onType={setTyped} />}
      <LineProblem text={problem} testId="count-problem" />
      {compared ? (
        <ConfirmButtons busy={busy !== null} onAgain={again} />
      ) : (
        <div className="form-buttons">
          <Button look="line" onClick={onCancel} data-testid="count-back">
            取消
          </Button>
          <Button
            type="submit"
            busy={busy !== null}
            busyText="正在核对"
            disabled={counted === null}
            data-testid="count-compare"
          >
            与账面核对
          </Button>
        </div>
      )}
    </form>
  );
}

const Entry = ({ typed, onType }: { typed: string; onType: (typed: string) => void }) => (
  <>
    <p className="line-note">店里的全部都要数：货架、取货架、不可售的，已被订单占用的也算。</p>
    <PiecesField
      label="数到几件"
      value={typed}
      onType={onType}
      testId="count-pieces"
      hint="没有就填 0"
      autoFocus
    />
  </>
);
