import { useEffect, useRef, useState } from 'react';
import { go, goHome, useAddress } from '../../address';
import type { Staff } from '../../api/types';
import { Notice } from '../../ui/notice';
import { Tabs } from '../../ui/tabs';
import { CustomerPage } from './customer-page';
import { FindCustomer } from './find-customer';
import { customerAt, placeIn } from './places';
import { QuarantineList } from './quarantine-list';
import { RulesPage } from './rules-page';
import './split.css';
import './identity.css';
import './graph.css';
import './rules.css';

const tabs = [
  { key: 'find', text: '找顾客', testId: 'identity-tab-find' },
  { key: 'shared', text: '共用号码', testId: 'identity-tab-shared' },
  { key: 'rules', text: '识别规则', testId: 'identity-tab-rules' },
] as const;
type Key = (typeof tabs)[number]['key'];

/** Who is who, why, and what to do when it is wrong. The server refuses everybody else the same. */
export function IdentityPage({ staff }: { staff: Staff }) {
  useEffect(() => {
    document.title = '顾客识别 · 森屿';
  }, []);
  if (staff.role !== 'operator')
    return (
      <Notice icon="lock" tone="amber" title="顾客识别只对私域运营开放" testId="identity-forbidden">
        发现两位顾客被认成一位，或同一位顾客有两个会员号，请告诉运营同事。
      </Notice>
    );
  return <Screens />;
}

/** The lists stay below an open customer, where they were left. */
function Screens() {
  const [chosen, setChosen] = useState<Key>('find');
  const [hasRules, setRules] = useState(false);
  const choose = (key: Key) => {
    setChosen(key);
    if (key === 'rules') setRules(true);
  };
  const { customerId, isSplitting, told, open, move, setTold } = useCustomer();
  return (
    <section className="identity" data-testid="identity">
      <div hidden={customerId !== null}>
        <Tabs label="顾客识别" panel="identity" tabs={tabs} chosen={chosen} onChoose={choose} />
        <div
          className="queue"
          id={`identity-${chosen}`}
          role="tabpanel"
          aria-labelledby={`identity-tab-${chosen}`}
        >
          {/* What was searched for and what was changed of the rules outlive a look at another tab. */}
          <div hidden={chosen !== 'find'}>
            <FindCustomer onOpen={open} />
          </div>
          {chosen === 'shared' ? <QuarantineList onOpen={open} /> : null}
          <div hidden={chosen !== 'rules'}>
            {hasRules ? <RulesPage isShown={chosen === 'rules' && customerId === null} /> : null}
          </div>
        </div>
      </div>
      {customerId === null ? null : (
        <CustomerPage
          key={customerId}
          {...{ customerId, isSplitting, told }}
          onTold={setTold}
          onOpen={open}
          onMoved={move}
        />
      )}
    </section>
  );
}

/** The customer in the address. What was just done is told on the page of whoever it leads to. */
function useCustomer() {
  const { customerId, isSplitting } = placeIn(useAddress().searchParams);
  const [told, setTold] = useState('');
  const left = useRef<{ scroll: number; row: Element | null } | null>(null);
  useEffect(() => {
    if (customerId !== null || left.current === null) return;
    const { scroll, row } = left.current;
    setTold('');
    window.scrollTo(0, scroll);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    left.current = null;
  }, [customerId]);
  const open = (next: string) => {
    setTold('');
    if (customerId === null) left.current = { scroll: window.scrollY, row: document.activeElement };
    go(customerAt(next));
  };
  /** This customer became that one: what was here is not to be gone back to. */
  const move = (next: string, text = '') => {
    setTold(text);
    goHome(customerAt(next));
  };
  return { customerId, isSplitting, told, open, move, setTold };
}
