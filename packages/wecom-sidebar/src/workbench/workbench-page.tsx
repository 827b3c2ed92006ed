import { go, goHome, useAddress } from '../address';
import type { Staff } from '../api/types';
import { Button } from '../ui/button';
import { FullPage } from '../ui/notice';
import { StorePicker, useStore } from '../ui/store-picker';
import { CodePage } from './code-page';
import { QueuePage } from './queue-page';
import { ScenePage } from './scene-page';
import './workbench.css';
import './counter.css';

const HOME = '/workbench';
const titles: Readonly<Record<string, string>> = { check: '查取货码', codes: '门店码' };

export function WorkbenchPage({ staff }: { staff: Staff }) {
  const [store, chooseStore] = useStore(staff.stores);
  const query = useAddress().searchParams;
  const view = query.get('view') ?? '';
  if (!store) {
    return (
      <FullPage icon="pickup" tone="amber" title="您还没有所属门店" testId="no-store">
        请店长为您开通门店，开通后重新打开本页。
      </FullPage>
    );
  }
  const inner = titles[view];
  return (
    <main className="workbench">
      <header className="bench-head no-print">
        {inner ? (
          <div className="bench-inner">
            <Button
              look="plain"
              icon="back"
              className="back"
              onClick={() => goHome(HOME)}
              aria-label="返回取货队列"
              data-testid="back"
            />
            <h1 className="bench-title">{inner}</h1>
          </div>
        ) : (
          <h1 className="bench-title">到店取货</h1>
        )}
        <StorePicker stores={staff.stores} store={store} onChoose={chooseStore} />
      </header>
      {view === 'check' ? (
        <CodePage
          key={store.storeId}
          storeId={store.storeId}
          storeName={store.name}
          expected={query.get('order')}
        />
      ) : view === 'codes' ? (
        <ScenePage key={store.storeId} storeId={store.storeId} storeName={store.name} />
      ) : (
        <Home staff={staff} storeId={store.storeId} />
      )}
    </main>
  );
}

const Home = ({ staff, storeId }: { staff: Staff; storeId: string }) => (
  <>
    <QueuePage storeId={storeId} />
    <p className="bench-who muted small" data-testid="staff-name">
      {staff.name} · {staff.roleText}
    </p>
    <nav className="bench-bar" aria-label="柜台">
      <Button icon="scan" onClick={() => go(`${HOME}?view=check`)} data-testid="open-code-check">
        查取货码
      </Button>
      <Button look="line" icon="code" onClick={() => go(`${HOME}?view=codes`)} data-testid="open-scene-code">
        门店码
      </Button>
    </nav>
  </>
);
