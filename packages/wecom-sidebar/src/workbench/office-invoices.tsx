import { yuan } from '@omni/shared/yuan';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { QueuedInvoice } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { when } from '../ui/when';
import { LineProblem } from './line-problem';
import { useAct } from './use-act';

type Props = { now: number; onTold: (text: string) => void };

/** Invoices that customers wait for, issued elsewhere and noted here. */
export function Invoices({ now, onTold }: Props) {
  const question = useQuestion('invoices.queue', { limit: 50 });
  const done = (text: string) => {
    onTold(text);
    question.reload();
  };
  return (
    <Answer question={question}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice icon="check" tone="green" title="没有待开的发票" testId="office-empty">
            顾客申请的发票会出现在这里；开好后填号码和下载链接。
          </Notice>
        ) : (
          <ul className="tasks">
            {items.map((item) => (
              <InvoiceCard key={`${item.orderId} ${item.amountFen}`} {...{ item, now }} onDone={done} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

type CardProps = { item: QueuedInvoice; now: number; onDone: (text: string) => void };

function InvoiceCard({ item, now, onDone }: CardProps) {
  const [refusing, setRefusing] = useState(false);
  return (
    <li className="card task" data-testid={`invoice-${item.orderId}`}>
      <InvoiceFacts {...{ item, now }} />
      {refusing ? (
        <RefuseForm item={item} onDone={onDone} onBack={() => setRefusing(false)} />
      ) : (
        <IssueForm item={item} onDone={onDone} onRefuse={() => setRefusing(true)} />
      )}
    </li>
  );
}

function InvoiceFacts({ item, now }: Omit<CardProps, 'onDone'>) {
  const { title, taxNumber, email, kind } = item.title;
  return (
    <>
      <h2 className="h2 num">¥{yuan(item.amountFen)}</h2>
      <p className="muted small num">
        {when(item.requestedAt, now)}申请 · 订单 {item.orderNo}
      </p>
      {item.mustCorrect ? (
        <p className="line-problem">
          原发票 {item.issued?.number} 为 ¥{yuan(item.issued?.amountFen ?? 0)}，
          {item.amountFen === 0 ? '已全部退款，请冲红并填红字发票' : '请冲红后按现金额重开'}
        </p>
      ) : null}
      <dl className="pair small">
        <dt>{kind === 'company' ? '公司' : '个人'}</dt>
        <dd className="break">{title}</dd>
        {taxNumber === '' ? null : (
          <>
            <dt>税号</dt>
            <dd className="num break">{taxNumber}</dd>
          </>
        )}
        <dt>邮箱</dt>
        <dd className="break">{email}</dd>
      </dl>
    </>
  );
}

type IssueProps = { item: QueuedInvoice; onDone: CardProps['onDone']; onRefuse: () => void };

function IssueForm({ item, onDone, onRefuse }: IssueProps) {
  const { orderId, amountFen } = item;
  const [number, setNumber] = useState('');
  const [url, setUrl] = useState('');
  const { busy, problem, run } = useAct();
  const issue = async (event: FormEvent) => {
    event.preventDefault();
    const asked = { orderId, amountFen, number, url };
    if ((await run('issue', 'invoices.markIssued', asked)).ok) onDone(`发票 ${number} 已记下`);
  };
  return (
    <form onSubmit={(event) => void issue(event)}>
      <label className="field">
        <span className="small muted">发票号码</span>
        <input
          className="num"
          value={number}
          inputMode="numeric"
          autoComplete="off"
          placeholder="8–20 位数字"
          onChange={(event) => setNumber(event.target.value.replace(/\D/g, '').slice(0, 20))}
          data-testid={`invoice-number-${orderId}`}
        />
      </label>
      <label className="field">
        <span className="small muted">下载链接</span>
        <input
          value={url}
          type="url"
          autoComplete="off"
          placeholder="https://"
          onChange={(event) => setUrl(event.target.value.trim())}
          data-testid={`invoice-url-${orderId}`}
        />
      </label>
      <LineProblem text={problem} testId={`invoice-problem-${orderId}`} />
      <div className="form-buttons">
        {item.mustCorrect ? null : (
          <Button look="line" onClick={onRefuse} data-testid={`invoice-refuse-${orderId}`}>
            不能开
          </Button>
        )}
        <Button
          type="submit"
          busy={busy === 'issue'}
          busyText="提交中"
          disabled={!/^\d{8,20}$/.test(number) || !/^https:\/\/./.test(url)}
          data-testid={`invoice-issue-${orderId}`}
        >
          已开具
        </Button>
      </div>
    </form>
  );
}

type RefuseProps = { item: QueuedInvoice; onDone: CardProps['onDone']; onBack: () => void };

function RefuseForm({ item, onDone, onBack }: RefuseProps) {
  const { orderId } = item;
  const [reason, setReason] = useState('');
  const { busy, problem, run } = useAct();
  const refuse = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run('refuse', 'invoices.refuse', { orderId, reason: reason.trim() });
    if (result.ok) onDone('已告诉顾客原因');
  };
  return (
    <form onSubmit={(event) => void refuse(event)}>
      <label className="field">
        <span className="small muted">为什么不能开？顾客会看到</span>
        <input
          value={reason}
          maxLength={100}
          autoFocus
          placeholder="例如：公司名称与税号不符"
          onChange={(event) => setReason(event.target.value)}
          data-testid={`invoice-reason-${orderId}`}
        />
      </label>
      <LineProblem text={problem} testId={`invoice-problem-${orderId}`} />
      <div className="form-buttons">
        <Button look="line" onClick={onBack} data-testid={`invoice-back-${orderId}`}>
          返回
        </Button>
        <Button
          type="submit"
          busy={busy === 'refuse'}
          busyText="提交中"
          disabled={reason.trim() === ''}
          data-testid={`invoice-refuse-confirm-${orderId}`}
        >
          告诉顾客
        </Button>
      </div>
    </form>
  );
}
