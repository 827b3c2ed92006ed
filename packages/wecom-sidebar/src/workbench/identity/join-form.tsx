import { useState } from 'react';
import type { FormEvent } from 'react';
import { newRequestId } from '../../api/request-id';
import type { Refusal } from '../../api/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { LineProblem } from '../line-problem';
import { Sure } from '../sure';
import { isReason, ReasonField } from './reason-field';
import { sentenceFor } from './refusals';
import type { Party } from './types';
import { useCommand } from './use-command';
import { useLanding } from './use-landing';
import { partyName } from './words';

type Props = {
  customer: Party;
  other: Party;
  onJoined: (into: string) => void;
  onCancel: () => void;
};

/** One form is one command, however often it is sent. */
function useJoin({ customer, other, onJoined }: Props) {
  const [requestId] = useState(newRequestId);
  const { send, ...rest } = useCommand('identity.join', ({ data }) => onJoined(data.customerId));
  const join = (reason: string) =>
    send({ requestId, customerId: customer.customerId, otherCustomerId: other.customerId, reason });
  return { ...rest, join };
}

/** An operator vouches for what no evidence says. */
export function JoinForm(props: Props) {
  const { customer, other, onCancel } = props;
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const landing = useLanding<HTMLFormElement>();
  const { busy, refusal, join, forget } = useJoin(props);
  const send = async () => {
    await join(reason.trim());
    setSure(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    forget();
    if (isReason(reason)) setSure(true);
  };
  if (refusal?.code === 'TWO_PEOPLE') return <TwoPeople refusal={refusal} onBack={onCancel} />;
  return (
    <form
      className="task-form id-landing"
      onSubmit={submit}
      aria-label="合并两位顾客"
      tabIndex={-1}
      ref={landing}
      data-testid="join-form"
    >
      <p className="small strong num">
        {partyName(customer)} 与 {partyName(other)}
      </p>
      <ReasonField
        label="凭什么说是同一个人"
        hint="例如：顾客本人到店，出示了两个会员码"
        value={reason}
        onType={setReason}
        testId="join-reason"
      />
      <LineProblem text={refusal && sentenceFor(refusal)} testId="join-problem" />
      {isSure ? (
        <Sure
          text="两位的订单、优惠券和浏览记录会归到一起；合错了可以在历史里撤销。"
          yes="确认合并"
          busy={busy}
          onYes={() => void send()}
          onNo={() => setSure(false)}
          testId="join-sure"
        />
      ) : (
        <div className="form-buttons">
          <Button look="line" onClick={onCancel} data-testid="join-cancel">
            取消
          </Button>
          <Button type="submit" disabled={!isReason(reason)} data-testid="join-confirm">
            合并
          </Button>
        </div>
      )}
    </form>
  );
}

type TwoPeopleProps = { refusal: Refusal; onBack: () => void };

/** Not a failure to try again: says what stands against it, and what would help. */
const TwoPeople = ({ refusal, onBack }: TwoPeopleProps) => (
  <div className="id-verdict tone-orange" role="alert" data-testid="join-two-people">
    <p className="id-verdict-title">
      <Icon name="shieldOff" size={22} />
      {refusal.message}
    </p>
    <p className="small even">
      同一个微信开放平台、同一家企业里，一个人只有一个身份；这两位各有一个，而且都由微信验证过。
    </p>
    <p className="small even">如果是号码或卡给错了人，请打开有错的那位顾客，把那条依据拆出去。</p>
    <Button look="line" onClick={onBack} data-testid="join-back">
      知道了
    </Button>
  </div>
);
