import { yuan } from '@omni/shared/yuan';
import { useState } from 'react';
import type { FailedRefund } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { Sure } from './sure';
import { useAct } from './use-act';

type Props = { now: number; onTold: (text: string) => void };

/** Refunds that are stuck at WeChat Pay. */
export function Refunds({ now, onTold }: Props) {
  const question = useQuestion('payments.listFailedRefunds', { limit: 50 });
  const done = (text: string) => {
    onTold(text);
    question.reload();
  };
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice icon="check" tone="green" title="没有卡住的退款" testId="office-empty">
            微信支付没有退成的款会出现在这里，由您重新发起或改退。
          </Notice>
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <RefundCard key={item.outRefundNo} {...{ item, now }} onDone={done} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

type CardProps = { item: FailedRefund; now: number; onDone: (text: string) => void };

function RefundCard({ item, now, onDone }: CardProps) {
  const { orderId, key, outRefundNo, amountFen } = item;
  const [redirecting, setRedirecting] = useState(false);
  const { busy, problem, run } = useAct();
  const again = async () => {
    if ((await run('retry', 'payments.retryRefund', { orderId, key })).ok) onDone('已重新发起退款');
  };
  const redirect = async () => {
    const to = { kind: 'merchant_account' } as const;
    const result = await run('redirect', 'payments.redirectRefund', { orderId, key, to });
    if (result.ok) onDone(`¥${yuan(amountFen)} 已转入商户账户，请线下退给顾客`);
  };
  return (
    <li className="card task" data-testid={`refund-${outRefundNo}`}>
      <RefundFacts {...{ item, now }} />
      {redirecting ? (
        <Sure
          text="钱会转回商户账户，顾客收不到，须由您线下退给顾客。"
          yes="确认转入"
          busy={busy === 'redirect'}
          onYes={() => void redirect()}
          onNo={() => setRedirecting(false)}
          testId={`redirect-${outRefundNo}`}
        />
      ) : (
        <RefundActions
          item={item}
          busy={busy === 'retry'}
          onRetry={() => void again()}
          onRedirect={() => setRedirecting(true)}
        />
      )}
      <LineProblem text={problem} testId={`refund-problem-${outRefundNo}`} />
    </li>
  );
}

const RefundFacts = ({ item, now }: { item: FailedRefund; now: number }) => (
  <>
    <h2 className="h2 num">退款 ¥{yuan(item.amountFen)}</h2>
    <p className="muted small num">
      {when(item.askedAt, now)}申请 · {item.reason}
    </p>
    <p className="line-problem">
      <Icon name="warn" size={18} />
      {item.problem}
    </p>
    <dl className="pair small">
      <dt>退款单号</dt>
      <dd className="num break">{item.outRefundNo}</dd>
    </dl>
  </>
);

type ActionProps = { item: FailedRefund; busy: boolean; onRetry: () => void; onRedirect: () => void };

/** Only what the server says may be done now. */
const RefundActions = ({ item, busy, onRetry, onRedirect }: ActionProps) => (
  <div className="form-buttons">
    {item.actions.includes('redirect') ? (
      <Button look="line" onClick={onRedirect} data-testid={`redirect-${item.outRefundNo}`}>
        转入商户账户，线下退
      </Button>
    ) : null}
    {item.actions.includes('retry') ? (
      <Button busy={busy} busyText="提交中" onClick={onRetry} data-testid={`retry-${item.outRefundNo}`}>
        重新发起退款
      </Button>
    ) : null}
  </div>
);
