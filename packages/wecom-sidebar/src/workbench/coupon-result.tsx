import { yuan } from '@omni/shared/yuan';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { CounterCoupon } from '../api/types';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icon';
import { answerTo } from './coupon-answers';
import type { Next } from './coupon-answers';
import { fenOf } from './coupon-check';
import type { CouponCheck, Entry, Found } from './coupon-check';
import type { EntryProblem } from './use-coupon-check';

type Shown = Exclude<CouponCheck, { at: 'typing' | 'checking' }>;
type Props = {
  state: Shown;
  storeName: string;
  onUse: (found: Found) => void;
  onSame: () => void;
  onAgain: (kept?: Partial<Entry>, amiss?: EntryProblem) => void;
};

/** The focus goes to the answer, so that it is read out and Enter goes on from there. */
function useFocus(at: string) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [at]);
  return box;
}

export function CouponResult(props: Props) {
  const { state, onAgain } = props;
  const box = useFocus(state.at);
  return (
    <div className="code-result" ref={box} tabIndex={-1}>
      {state.at === 'refused' ? <Refused {...props} state={state} /> : null}
      {state.at === 'found' || state.at === 'using' ? <Usable {...props} state={state} /> : null}
      {state.at === 'used' ? <Used offer={state.offer} /> : null}
      {state.at === 'used' || state.at === 'refused' ? (
        <Button
          wide
          look={state.at === 'used' ? 'solid' : 'line'}
          onClick={() => onAgain()}
          data-testid="coupon-again"
        >
          核销下一张
        </Button>
      ) : null}
    </div>
  );
}

/** What the clerk does at the till: takes money off, or gives goods. */
const ToDo = ({ offer: { discountFen, coupon } }: { offer: CounterCoupon }) =>
  discountFen === null ? (
    <p className="coupon-goods" data-testid="coupon-off">
      {coupon.ruleText}
    </p>
  ) : (
    <p className="coupon-off num" data-testid="coupon-off">
      减 ¥{yuan(discountFen)}
    </p>
  );

type UsableProps = Props & { state: Extract<Shown, { at: 'found' | 'using' }> };

function Usable({ state, storeName, onUse, onAgain }: UsableProps) {
  const { coupon, discountFen } = state.found.offer;
  const using = state.at === 'using';
  return (
    <>
      <div className="card found" data-testid="coupon-result" data-code="FOUND" data-coupon={coupon.couponId}>
        <p className="muted small">{storeName} · 可以使用</p>
        <h2 className="h2" data-testid="coupon-title">
          {coupon.title}
        </h2>
        <ToDo offer={state.found.offer} />
        <Sum offer={state.found.offer} till={state.entry.till} />
        <dl className="pair small">
          {discountFen === null ? null : (
            <>
              <dt>规则</dt>
              <dd>{coupon.ruleText}</dd>
            </>
          )}
          <dt>适用</dt>
          <dd>{coupon.scopeText}</dd>
          <dt>有效期</dt>
          <dd className="num">{coupon.statusText}</dd>
        </dl>
      </div>
      <Button
        wide
        icon="check"
        className="button-large"
        busy={using}
        busyText="正在核销"
        onClick={() => onUse(state.found)}
        data-testid="coupon-confirm"
      >
        确认核销
      </Button>
      {using ? null : (
        <Button wide look="plain" onClick={() => onAgain(state.entry)} data-testid="coupon-back">
          先不用，返回
        </Button>
      )}
    </>
  );
}

/** What is still to be paid, when somebody named the amount. */
function Sum({ offer: { discountFen }, till }: { offer: CounterCoupon; till: string }) {
  const fen = fenOf(till);
  if (typeof fen !== 'number' || discountFen === null) return null;
  return (
    <dl className="pair coupon-sum num">
      <dt>消费金额</dt>
      <dd>¥{yuan(fen)}</dd>
      <dt>用券后</dt>
      <dd className="strong" data-testid="coupon-due">
        ¥{yuan(fen - discountFen)}
      </dd>
    </dl>
  );
}

const Used = ({ offer }: { offer: CounterCoupon }) => (
  <Verdict tone="green" icon="check" code="USED" title="已核销">
    <ToDo offer={offer} />
    <p>{offer.discountFen === null ? '请按券面把商品交给顾客。' : '请在收银机上减去，再收款。'}</p>
    <p className="small">{offer.coupon.title}</p>
  </Verdict>
);

/** The words of the button that helps. */
function helpText(next: Exclude<Next, null>, { till }: Entry, using: boolean): string {
  if (next === 'amount') return till === '' ? '填消费金额' : '改消费金额';
  if (next === 'scan') return '再扫一次';
  return using ? '再确认一次' : '再试一次';
}

type RefusedProps = Props & { state: Extract<Shown, { at: 'refused' }> };

function Refused({ state, onUse, onSame, onAgain }: RefusedProps) {
  const { entry, refusal, found } = state;
  const { tone, icon, title, advice, next } = answerTo(refusal, found !== null);
  const goOn = () => {
    if (next === 'amount') return onAgain(entry, { of: 'till', text: title });
    if (next === 'scan') return onAgain({ till: entry.till });
    return found ? onUse(found) : onSame();
  };
  return (
    <>
      <Verdict tone={tone === 'plain' ? 'slate' : tone} icon={icon} code={refusal.code} title={title}>
        <p>{advice}</p>
      </Verdict>
      {next ? (
        <Button wide onClick={goOn} data-testid={`coupon-${next}`}>
          {helpText(next, entry, found !== null)}
        </Button>
      ) : null}
    </>
  );
}

type VerdictProps = {
  tone: string;
  icon: IconName;
  code: string;
  title: string;
  children: ReactNode;
};

const Verdict = ({ tone, icon, code, title, children }: VerdictProps) => (
  <div
    className={`verdict tone-${tone}`}
    role={code === 'USED' ? 'status' : 'alert'}
    data-testid="coupon-result"
    data-code={code}
  >
    <span className="verdict-icon">
      <Icon name={icon} size={48} />
    </span>
    <h2 className="verdict-title">{title}</h2>
    {children}
  </div>
);
