import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Refusal } from '../../api/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { LineProblem } from '../line-problem';
import { Sure } from '../sure';
import { isReason, ReasonField } from './reason-field';
import { sentenceFor } from './refusals';
import { choiceText } from './splitting';
import type { Choice } from './splitting';
import type { Part } from './types';
import { useLanding } from './use-landing';
import { identifierStates, many } from './words';

type Props = {
  parts: Part[];
  choice: Choice;
  split: { busy: boolean; refusal: Refusal | null; send: (reason: string) => Promise<void> };
  onBack: () => void;
};

export function SplitPreview({ parts, choice, split, onBack }: Props) {
  const isSplit = parts.length > 1;
  const landing = useLanding<HTMLElement>();
  return (
    <section
      className="id-stack id-landing"
      aria-labelledby="split-preview-title"
      tabIndex={-1}
      ref={landing}
      data-testid="split-preview"
    >
      <div className="id-step">
        <h2 className="h2 num" id="split-preview-title">
          {isSplit ? `2. 会拆成 ${parts.length} 位顾客` : '2. 还是同一位顾客'}
        </h2>
        <p className="small muted num">{choiceText(choice)}以后</p>
      </div>
      <PartCards parts={parts} />
      {isSplit ? <Confirm {...{ split, onBack }} count={parts.length} /> : <StillOne onBack={onBack} />}
    </section>
  );
}

/** The server would refuse it: said before somebody writes a reason. */
const StillOne = ({ onBack }: { onBack: () => void }) => (
  <div className="id-verdict tone-amber" role="status" data-testid="split-nothing">
    <p className="id-verdict-title">
      <Icon name="warn" size={22} />
      去掉这些依据，顾客不会拆开
    </p>
    <p className="small even">
      其余的依据仍然把这些标识连在一起。在图上依次点两个标识，能看到它们靠什么相连。
    </p>
    <Button look="line" onClick={onBack} data-testid="split-back">
      另选依据
    </Button>
  </div>
);

type ConfirmProps = Pick<Props, 'split' | 'onBack'> & { count: number };

function Confirm({ split, onBack, count }: ConfirmProps) {
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReason(reason)) setSure(true);
  };
  const send = async () => {
    await split.send(reason.trim());
    setSure(false);
  };
  return (
    <form className="card task-form" onSubmit={submit} aria-label="拆开">
      <ReasonField
        label="为什么拆开（会记入历史）"
        hint="例如：顾客来电，这是她妹妹的手机号"
        value={reason}
        onType={setReason}
        testId="split-reason"
      />
      <LineProblem text={split.refusal && sentenceFor(split.refusal)} testId="split-problem" />
      {isSure ? (
        <Sure
          text={`马上拆成 ${count} 位顾客，订单、优惠券、浏览记录和授权跟着各自的依据走。`}
          yes="确认拆开"
          busy={split.busy}
          onYes={() => void send()}
          onNo={() => setSure(false)}
          testId="split-sure"
        />
      ) : (
        <div className="form-buttons">
          <Button look="line" onClick={onBack} data-testid="split-back">
            另选依据
          </Button>
          <Button type="submit" disabled={!isReason(reason)} data-testid="split-confirm">
            拆开
          </Button>
        </div>
      )}
    </form>
  );
}

type CardsProps = { parts: Part[]; onOpen?: (customerId: string) => void };

/** Who there would be, side by side. */
export const PartCards = ({ parts, onOpen }: CardsProps) => (
  <ol className="id-parts">
    {parts.map((part, place) => (
      <PartCard key={part.customerId ?? `new-${place}`} {...{ part, place, onOpen }} />
    ))}
  </ol>
);

type CardProps = { part: Part; place: number; onOpen: CardsProps['onOpen'] };

function PartCard({ part, place, onOpen }: CardProps) {
  const { customerId, memberNo, identifiers, sightings } = part;
  const name = memberNo ? `会员 ${memberNo}` : '新的顾客';
  return (
    <li className="card id-part" data-testid="split-part" data-customer={customerId ?? undefined}>
      <p className="id-part-place small num" aria-hidden="true">
        {String.fromCharCode(65 + (place % 26))}
      </p>
      <h3 className="strong num">{name}</h3>
      <p className="small muted num">{many(sightings)} 条依据</p>
      {identifiers.length === 0 ? (
        <p className="small muted id-part-ids">没有能认人的标识</p>
      ) : (
        <ul className="id-part-ids">
          {identifiers.map(({ key, typeText, label, state }) => (
            <li key={key} className="id-named">
              <span className="small muted">
                {typeText}
                {identifierStates[state].short ? ` · ${identifierStates[state].short}` : ''}
              </span>
              <b className="strong num">{label}</b>
            </li>
          ))}
        </ul>
      )}
      {onOpen && customerId ? (
        <Button look="line" wide onClick={() => onOpen(customerId)} data-testid="split-open">
          打开
        </Button>
      ) : null}
    </li>
  );
}
