import { useEffect, useState } from 'react';
import type { Staff } from '../api/types';
import { Icon } from '../ui/icon';
import { Tabs } from '../ui/tabs';
import { useNow } from '../ui/use-now';
import { Bills } from './office-bills';
import { Invoices } from './office-invoices';
import { Refunds } from './office-refunds';
import { Stuck } from './office-stuck';

const tabs = [
  { key: 'stuck', text: '无法履约', testId: 'office-stuck' },
  { key: 'bills', text: '对账差异', testId: 'office-bills' },
  { key: 'refunds', text: '退款异常', testId: 'office-refunds' },
  { key: 'invoices', text: '发票', testId: 'office-invoices' },
] as const;
type Key = (typeof tabs)[number]['key'];

/** What only a person at head office can settle: each row says what is wrong and what may be done. */
export function OfficePage({ staff }: { staff: Staff }) {
  const [chosen, setChosen] = useState<Key>('stuck');
  const [told, setTold] = useState('');
  const now = useNow(30_000);
  useEffect(() => {
    document.title = '总部待办 · 森屿';
  }, []);
  const choose = (key: Key) => {
    setTold('');
    setChosen(key);
  };
  const onTold = (text: string) => {
    setTold(text);
    window.scrollTo(0, 0);
  };
  return (
    <section data-testid="office">
      <Tabs label="总部待办" panel="office" tabs={tabs} chosen={chosen} onChoose={choose} />
      <div className="queue" id={`office-${chosen}`} role="tabpanel" aria-labelledby={`office-tab-${chosen}`}>
        <div className="queue-status" role="status">
          {told ? (
            <p className="line-done" data-testid="told">
              <Icon name="check" size={18} />
              {told}
            </p>
          ) : null}
        </div>
        {chosen === 'stuck' ? <Stuck {...{ now, onTold }} stores={staff.stores} /> : null}
        {chosen === 'bills' ? <Bills {...{ now, onTold }} /> : null}
        {chosen === 'refunds' ? <Refunds {...{ now, onTold }} /> : null}
        {chosen === 'invoices' ? <Invoices {...{ now, onTold }} /> : null}
      </div>
    </section>
  );
}
