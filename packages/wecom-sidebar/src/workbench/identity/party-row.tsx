import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon';
import { whichDay } from '../../ui/when';
import type { Party } from './types';
import { partyName } from './words';

/** Who it is, by what we know them, and since when. */
export const PartyFacts = ({ customer, now }: { customer: Party; now: number }) => (
  <span className="id-party">
    <span className="id-party-sign">
      <Icon name="person" size={22} />
    </span>
    <span className="id-party-what">
      <span className="id-party-name num">
        <b className="strong">{partyName(customer)}</b>
        {customer.phoneMasked ? <span>{customer.phoneMasked}</span> : null}
      </span>
      {customer.knownBy.length > 0 ? <span className="small">{customer.knownBy.join(' · ')}</span> : null}
      <span className="small muted num">{seenText(customer, now)}</span>
    </span>
  </span>
);

export function seenText({ firstSeenAt, lastSeenAt }: Party, now: number): string {
  const [first, last] = [whichDay(firstSeenAt, now), whichDay(lastSeenAt, now)];
  return first === last ? `${last}出现过` : `首次出现 ${first} · 最近 ${last}`;
}

type RowProps = {
  customer: Party;
  now: number;
  onOpen: (customerId: string) => void;
  testId: string;
  /** What a tap does, where it is not opening. */
  end?: ReactNode;
};

export const PartyRow = ({ customer, now, onOpen, testId, end }: RowProps) => (
  <button
    type="button"
    className="card id-row"
    onClick={() => onOpen(customer.customerId)}
    data-testid={testId}
    data-customer={customer.customerId}
  >
    <PartyFacts {...{ customer, now }} />
    {end ?? <span className="id-chevron" aria-hidden="true" />}
  </button>
);
