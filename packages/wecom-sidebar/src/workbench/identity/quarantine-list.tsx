import { Answer } from '../../ui/answer';
import { Notice } from '../../ui/notice';
import { useNow } from '../../ui/use-now';
import { when } from '../../ui/when';
import { More } from '../stock/more';
import { usePages } from '../stock/use-pages';
import { PartyFacts } from './party-row';
import type { Party, Quarantined } from './types';
import { identifierStates } from './words';

type OnOpen = (customerId: string) => void;

/** Identifiers that say nothing about who somebody is, because several people show them. */
export function QuarantineList({ onOpen }: { onOpen: OnOpen }) {
  const pages = usePages('identity.listQuarantined', {});
  const now = useNow(30_000);
  return (
    <div className="id-stack">
      <p className="muted small even">
        门店平板、收银台的电话、家里共用的手机号会被很多人用到。它们在这里被隔离，不再把顾客认成同一个人。
      </p>
      <Answer question={pages}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice icon="check" tone="green" title="没有被隔离的号码" testId="quarantine-empty">
              用的人数超过识别规则的上限，或由您标记以后，号码会出现在这里。
            </Notice>
          ) : (
            <>
              <ul className="tasks">
                {items.map((item) => (
                  <Card key={item.key} {...{ item, now, onOpen }} />
                ))}
              </ul>
              <More pages={pages} testId="quarantine-more" />
            </>
          )
        }
      </Answer>
    </div>
  );
}

type CardProps = { item: Quarantined; now: number; onOpen: OnOpen };

const Card = ({ item, now, onOpen }: CardProps) => (
  <li className="card task" data-testid="quarantined" data-key={item.key} data-state={item.state}>
    <div className="row">
      <div className="id-named">
        <h2 className="h2 num">{item.label}</h2>
        <p className="muted small">{item.typeText}</p>
      </div>
      <span className="chip tone-violet num">{item.people} 人在用</span>
    </div>
    <p className="small muted num">
      隔离于 {when(item.since, now)} · {identifierStates[item.state].text}
    </p>
    {item.customers.length > 0 ? (
      <ul className="id-people">
        {item.customers.map((customer) => (
          <Person key={customer.customerId} {...{ customer, now, onOpen }} />
        ))}
      </ul>
    ) : null}
    {item.people > item.customers.length && item.customers.length > 0 ? (
      <p className="small muted num">另有 {item.people - item.customers.length} 人未列出</p>
    ) : null}
  </li>
);

const Person = ({ customer, now, onOpen }: { customer: Party; now: number; onOpen: OnOpen }) => (
  <li>
    <button
      type="button"
      className="id-row id-row-flat"
      onClick={() => onOpen(customer.customerId)}
      data-testid="quarantined-customer"
      data-customer={customer.customerId}
    >
      <PartyFacts {...{ customer, now }} />
      <span className="id-chevron" aria-hidden="true" />
    </button>
  </li>
);
