import { useEffect, useState } from 'react';
import type { Customer, Staff } from '../api/types';
import { useQuestion } from '../api/use-question';
import type { CurrentContact } from '../platform/wecom';
import { Answer } from '../ui/answer';
import { FullPage, Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { useStore } from '../ui/store-picker';
import { Tabs } from '../ui/tabs';
import { useNow } from '../ui/use-now';
import { useReturn } from '../ui/use-visible';
import { CustomerHeader, isMember, Summary } from './customer-header';
import { Browsing, Coupons, Orders } from './customer-lists';
import { ScriptsPanel } from './scripts-panel';
import { TimelinePanel } from './timeline-panel';
import { UnknownContact } from './unknown-contact';
import { useContact } from './use-contact';
import './sidebar.css';

export function SidebarPage({ staff }: { staff: Staff }) {
  const [state, retry] = useContact();
  const [switched, setSwitched] = useState(false);
  useEffect(() => {
    document.title = '客户 · 森屿';
  }, []);
  if (state.at === 'asking') {
    return (
      <main className="sidebar">
        <Skeleton rows={4} />
      </main>
    );
  }
  if (state.at === 'failed') {
    const wrongPlace = state.failure.kind === 'wrong_entry' || state.failure.kind === 'outside';
    return (
      <FullPage
        icon={wrongPlace ? 'chat' : 'warn'}
        tone={wrongPlace ? 'blue' : 'orange'}
        title={state.failure.message}
        testId={`contact-${state.failure.kind}`}
        action={{ text: '重试', run: retry }}
      >
        {wrongPlace ? '打开与某位客户的单聊，点右侧工具栏里的“森屿客户”，就能看到这位客户。' : null}
      </FullPage>
    );
  }
  const { contact } = state;
  const onOtherContact = () => {
    setSwitched(true);
    retry();
  };
  return (
    <main className="sidebar">
      <div role="status">
        {switched ? (
          <p className="line-note" data-testid="contact-switched">
            聊天已换成另一位顾客，刚才的话没有发出。下面是当前这位。
          </p>
        ) : null}
      </div>
      <CustomerPage key={contact.externalUserid} {...{ staff, contact, onOtherContact }} />
    </main>
  );
}

type PageProps = { staff: Staff; contact: CurrentContact; onOtherContact: () => void };

function CustomerPage({ staff, contact, onOtherContact }: PageProps) {
  const customer = useQuestion('guides.getCustomer', { externalUserid: contact.externalUserid });
  useReturn(customer.reload);
  const notMine = customer.refusal?.code === 'NOT_FOUND' && !customer.data;
  if (notMine) {
    return (
      <Notice icon="lock" tone="amber" title="这位客户不在您的名下" testId="not-mine" heads>
        只能查看自己添加的客户。
      </Notice>
    );
  }
  return (
    <Answer question={customer} rows={4}>
      {(data) => (
        <CustomerView
          customer={data}
          busy={customer.busy}
          onReload={customer.reload}
          {...{ staff, contact, onOtherContact }}
        />
      )}
    </Answer>
  );
}

const allTabs = [
  { key: 'scripts', text: '话术', testId: 'tab-scripts' },
  { key: 'orders', text: '订单', testId: 'tab-orders' },
  { key: 'browsing', text: '浏览', testId: 'tab-browsing' },
  { key: 'coupons', text: '优惠券', testId: 'tab-coupons' },
  { key: 'timeline', text: '时间线', testId: 'tab-timeline' },
] as const;
type TabKey = (typeof allTabs)[number]['key'];
const strangerTabs = allTabs.filter(({ key }) => key === 'scripts' || key === 'timeline');

type ViewProps = PageProps & { customer: Customer; busy: boolean; onReload: () => void };

function CustomerView({ staff, contact, customer, busy, onReload, onOtherContact }: ViewProps) {
  const [tab, setTab] = useState<TabKey>('scripts');
  const now = useNow(60_000);
  const [store, chooseStore] = useStore(staff.stores);
  const panel = (key: TabKey) => ({
    id: `customer-${key}`,
    role: 'tabpanel',
    'aria-labelledby': `customer-tab-${key}`,
    hidden: tab !== key,
    className: 'panel',
  });
  return (
    <>
      <CustomerHeader customer={customer} />
      {isMember(customer) ? <Summary summary={customer.summary} now={now} /> : null}
      {customer.known ? null : (
        <UnknownContact name={customer.name} member={isMember(customer)} busy={busy} onReload={onReload} />
      )}
      <Tabs
        label="客户资料"
        panel="customer"
        tabs={isMember(customer) ? allTabs : strangerTabs}
        chosen={tab}
        onChoose={setTab}
      />
      <section {...panel('scripts')}>
        {store ? (
          <ScriptsPanel {...{ contact, store, onOtherContact }} stores={staff.stores} onStore={chooseStore} />
        ) : (
          <Notice icon="pickup" tone="amber" title="您还没有所属门店" testId="no-store">
            话术要结合门店的库存和活动，请店长为您开通门店。
          </Notice>
        )}
      </section>
      <section {...panel('orders')}>
        <Orders items={customer.orders} now={now} />
      </section>
      <section {...panel('browsing')}>
        <Browsing items={customer.browsing} now={now} consent={customer.profilingConsent} />
      </section>
      <section {...panel('coupons')}>
        <Coupons items={customer.coupons} now={now} />
      </section>
      <section {...panel('timeline')}>
        {tab === 'timeline' ? <TimelinePanel externalUserid={contact.externalUserid} now={now} /> : null}
      </section>
    </>
  );
}
