import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { LineProblem } from '../line-problem';
import { isReason, ReasonField } from './reason-field';
import { sentenceFor } from './refusals';
import { useCommand } from './use-command';
import { useLanding } from './use-landing';

/** A number left on a screen is read by whoever passes. */
const SHOWN_MS = 60_000;

type Props = { customerId: string; masked: string | null };

export function RevealPhone({ customerId, masked }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [phone, setPhone] = useState<string | null>(null);
  useEffect(() => {
    if (phone === null) return;
    const timer = setTimeout(() => setPhone(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [phone]);
  if (masked === null) return <p className="small muted">没有留过手机号</p>;
  return (
    <div className="id-phone">
      <div className="id-phone-line">
        <span className="num id-phone-number" data-testid="identity-phone">
          {phone ?? masked}
        </span>
        {phone !== null ? (
          <Button look="plain" onClick={() => setPhone(null)} data-testid="phone-hide">
            隐藏
          </Button>
        ) : isAsking ? null : (
          <Button look="plain" icon="eye" onClick={() => setAsking(true)} data-testid="phone-reveal">
            查看完整号码
          </Button>
        )}
      </div>
      {isAsking ? (
        <RevealForm
          customerId={customerId}
          onShown={(number) => {
            setPhone(number);
            setAsking(false);
          }}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

type FormProps = { customerId: string; onShown: (phone: string | null) => void; onCancel: () => void };

function RevealForm({ customerId, onShown, onCancel }: FormProps) {
  const [reason, setReason] = useState('');
  const [isGone, setGone] = useState(false);
  const landing = useLanding<HTMLFormElement>();
  const { busy, refusal, send } = useCommand('identity.revealPhone', ({ data }) => {
    if (data.phone === null) setGone(true);
    else onShown(data.phone);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReason(reason)) void send({ customerId, reason: reason.trim() });
  };
  return (
    <form
      className="task-form id-landing"
      onSubmit={submit}
      aria-label="查看完整号码"
      tabIndex={-1}
      ref={landing}
    >
      <p className="line-note">您的姓名、时间和原因会被记录，供以后核查。</p>
      <ReasonField
        label="为什么要看"
        hint="例如：顾客来电核对订单"
        value={reason}
        onType={setReason}
        testId="phone-reason"
      />
      <LineProblem
        text={isGone ? '这位顾客现在没有可以显示的号码' : refusal && sentenceFor(refusal)}
        testId="phone-problem"
      />
      <div className="form-buttons">
        <Button look="line" onClick={onCancel} data-testid="phone-cancel">
          取消
        </Button>
        <Button
          type="submit"
          busy={busy}
          busyText="查询中"
          disabled={!isReason(reason)}
          data-testid="phone-show"
        >
          记录并查看
        </Button>
      </div>
    </form>
  );
}
