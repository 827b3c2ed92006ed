import { useState } from 'react';
import { Button } from '../ui/button';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = { storeId: string; code: string; onAgain: () => void };

/** The shopper stands at this counter and the goods are here, too: the order comes over, and the code is shown anew. */
export function TransferHere({ storeId, code, onAgain }: Props) {
  const { busy, problem, run } = useAct();
  const [done, setDone] = useState(false);
  const transfer = async () => setDone((await run('transfer', 'pickup.transferHere', { storeId, code })).ok);
  if (done) {
    return (
      <>
        <p className="line-done" role="status" data-testid="transferred">
          已转到本店。请从货架取货，让顾客刷新取货码后再扫一次。
        </p>
        <Button wide onClick={onAgain}>
          再扫一次
        </Button>
      </>
    );
  }
  return (
    <>
      <LineProblem text={problem} testId="transfer-problem" />
      <Button
        wide
        busy={busy === 'transfer'}
        busyText="正在转店"
        onClick={() => void transfer()}
        data-testid="transfer-here"
      >
        本店有货，转到本店交货
      </Button>
    </>
  );
}
