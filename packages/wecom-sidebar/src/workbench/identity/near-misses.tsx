import { useState } from 'react';
import { Button } from '../../ui/button';
import { JoinForm } from './join-form';
import { PartyFacts } from './party-row';
import type { Graph, NearMiss, Party } from './types';

type Props = {
  graph: Graph;
  now: number;
  onOpen: (customerId: string) => void;
  onJoined: (into: string) => void;
};

/** Others who show the same and were not made one with this customer. */
export const NearMisses = ({ graph: { customer, nearMisses }, now, onOpen, onJoined }: Props) => (
  <section className="card id-card" aria-labelledby="near-title" data-testid="near-misses">
    <h2 className="h2" id="near-title">
      似是而非
    </h2>
    {nearMisses.length === 0 ? (
      <p className="small muted">没有别的顾客与这位有相同的标识。</p>
    ) : (
      <>
        <p className="small muted">有相同的标识、但没有认成同一个人的顾客。</p>
        <ul className="id-near">
          {nearMisses.map((miss) => (
            <Miss
              key={`${miss.key} ${miss.other.customerId}`}
              {...{ miss, customer, now, onOpen, onJoined }}
            />
          ))}
        </ul>
      </>
    )}
  </section>
);

type MissProps = Omit<Props, 'graph'> & { miss: NearMiss; customer: Party };

function Miss({ miss, customer, now, onOpen, onJoined }: MissProps) {
  const [isJoining, setJoining] = useState(false);
  const { other } = miss;
  return (
    <li className="id-miss" data-testid="near-miss" data-customer={other.customerId}>
      <p className="small">
        <span className="muted">{miss.typeText}</span> <b className="strong num">{miss.label}</b>
      </p>
      <p className="small even">{miss.why}</p>
      <button
        type="button"
        className="id-row id-row-flat"
        onClick={() => onOpen(other.customerId)}
        data-testid="near-miss-open"
      >
        <PartyFacts customer={other} now={now} />
        <span className="id-chevron" aria-hidden="true" />
      </button>
      {isJoining ? (
        <JoinForm {...{ customer, other, onJoined }} onCancel={() => setJoining(false)} />
      ) : (
        <Button look="line" wide onClick={() => setJoining(true)} data-testid="identity-join">
          是同一个人，合并
        </Button>
      )}
    </li>
  );
}
