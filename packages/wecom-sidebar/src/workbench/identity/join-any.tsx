import { useState } from 'react';
import { Button } from '../../ui/button';
import { CustomerSearch, NoCustomer } from './find-customer';
import { JoinForm } from './join-form';
import { PartyFacts, PartyRow } from './party-row';
import type { Party } from './types';

type Props = {
  customer: Party;
  now: number;
  onJoined: (into: string) => void;
  onCancel: () => void;
};

/** Two customers whom no evidence connects: found by hand, joined on somebody's word. */
export function JoinAny({ customer, now, onJoined, onCancel }: Props) {
  const [other, setOther] = useState<Party | null>(null);
  return (
    <section className="card id-card" aria-labelledby="join-any-title" data-testid="join-any">
      <div className="row">
        <h2 className="h2" id="join-any-title">
          与另一位合并
        </h2>
        {other ? null : (
          <Button look="plain" onClick={onCancel} data-testid="join-any-close">
            收起
          </Button>
        )}
      </div>
      {other ? (
        <>
          <PartyFacts customer={other} now={now} />
          <JoinForm {...{ customer, other, onJoined }} onCancel={() => setOther(null)} />
        </>
      ) : (
        <CustomerSearch label="另一位的手机号、会员号、卡号或 openid">
          {(found) => <Others {...{ now }} found={found} self={customer} onChoose={setOther} />}
        </CustomerSearch>
      )}
    </section>
  );
}

type OthersProps = { found: Party[]; self: Party; now: number; onChoose: (other: Party) => void };

function Others({ found, self, now, onChoose }: OthersProps) {
  const others = found.filter(({ customerId }) => customerId !== self.customerId);
  if (found.length > 0 && others.length === 0)
    return <p className="line-note">找到的就是这一位，已经是同一个人了。</p>;
  if (others.length === 0) return <NoCustomer />;
  return (
    <ul className="id-stack">
      {others.map((other) => (
        <li key={other.customerId}>
          <PartyRow
            {...{ now }}
            customer={other}
            onOpen={() => onChoose(other)}
            testId="join-other"
            end={<span className="id-pick small">选这位</span>}
          />
        </li>
      ))}
    </ul>
  );
}
