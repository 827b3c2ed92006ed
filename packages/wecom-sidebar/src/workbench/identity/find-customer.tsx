import { useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useQuestion } from '../../api/use-question';
import { Answer } from '../../ui/answer';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { useNow } from '../../ui/use-now';
import { PartyRow } from './party-row';
import type { Party } from './types';

const LEAST = 4;

type SearchProps = {
  label: string;
  /** What is asked about the customers who are found. */
  children: (customers: Party[]) => ReactNode;
};

/** Asks when told to, not while somebody types: every look for a customer is written down. */
export function CustomerSearch({ label, children }: SearchProps) {
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState<string | null>(null);
  const question = useQuestion('identity.findCustomers', query === null ? null : { query });
  const hint = useId();
  const ready = typed.trim().length >= LEAST;
  const find = (event: FormEvent) => {
    event.preventDefault();
    const next = typed.trim();
    if (!ready) return;
    if (next === query) question.reload();
    else setQuery(next);
  };
  return (
    <>
      <form className="find-form" role="search" onSubmit={find} data-testid="identity-search">
        <label className="field">
          <span className="small muted">{label}</span>
          <input
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={128}
            value={typed}
            aria-describedby={hint}
            onChange={(event) => setTyped(event.target.value)}
            data-testid="identity-query"
          />
        </label>
        <Button
          type="submit"
          busy={query !== null && question.busy}
          busyText="查找中"
          disabled={!ready}
          data-testid="identity-find"
        >
          查找
        </Button>
      </form>
      <p className="muted small even" id={hint}>
        须输完整，至少 {LEAST} 位；每次查找都会留下记录。
      </p>
      {query === null ? null : <Answer question={question}>{({ customers }) => children(customers)}</Answer>}
    </>
  );
}

export function FindCustomer({ onOpen }: { onOpen: (customerId: string) => void }) {
  const now = useNow(30_000);
  return (
    <div className="id-stack">
      <CustomerSearch label="手机号、会员号、卡号、邮箱、openid 或 external_userid">
        {(customers) =>
          customers.length === 0 ? (
            <NoCustomer />
          ) : (
            <>
              <p className="small muted" role="status">
                找到 {customers.length} 位顾客
              </p>
              <ul className="tasks" data-testid="identity-results">
                {customers.map((customer) => (
                  <li key={customer.customerId}>
                    <PartyRow {...{ customer, now, onOpen }} testId="identity-result" />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </CustomerSearch>
    </div>
  );
}

export const NoCustomer = () => (
  <Notice icon="person" title="没有找到这位顾客" testId="identity-empty">
    请核对号码是否完整；顾客可能留的是另一个手机号，可以换会员号或卡号再查。
  </Notice>
);
