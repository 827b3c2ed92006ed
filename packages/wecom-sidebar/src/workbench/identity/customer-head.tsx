import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { seenText } from './party-row';
import { RevealPhone } from './reveal-phone';
import type { Party } from './types';
import { partyName } from './words';

type Props = {
  customer: Party;
  now: number;
  isSplitting: boolean;
  isJoining: boolean;
  onSplit: () => void;
  onJoin: () => void;
};

export const CustomerHead = ({ customer, now, isSplitting, isJoining, onSplit, onJoin }: Props) => (
  <section className="card id-head" aria-labelledby="identity-name">
    <div className="id-head-who">
      <span className="id-party-sign id-head-sign">
        <Icon name="person" size={26} />
      </span>
      <div className="id-party-what">
        <h2 className="h2 num" id="identity-name" data-testid="identity-name">
          {partyName(customer)}
        </h2>
        <p className="small muted num">{seenText(customer, now)}</p>
      </div>
    </div>
    {customer.knownBy.length > 0 ? (
      <ul className="id-chips" aria-label="从哪里认识">
        {customer.knownBy.map((by) => (
          <li key={by} className="chip tone-green">
            {by}
          </li>
        ))}
      </ul>
    ) : null}
    <RevealPhone customerId={customer.customerId} masked={customer.phoneMasked} />
    {isSplitting ? null : (
      <div className="form-buttons id-head-deeds">
        <Button look="line" aria-expanded={isJoining} onClick={onJoin} data-testid="join-start">
          与另一位合并
        </Button>
        <Button look="line" onClick={onSplit} data-testid="split-start">
          拆开这位顾客
        </Button>
      </div>
    )}
  </section>
);
