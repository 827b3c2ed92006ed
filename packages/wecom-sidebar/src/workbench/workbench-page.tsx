import { lazy, Suspense } from 'react';
import { go, goHome, useAddress } from '../address';
import type { Staff } from '../api/types';
import { Button } from '../ui/button';
import { FullPage } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { StorePicker, useStore } from '../ui/store-picker';
import { AftersalePage } from './aftersale-page';
import { CodePage } from './code-page';
import { CouponPage, NoCounter } from './coupon-page';
import { upFrom } from './identity/places';
import { FittingPage } from './fitting-page';
import { OfficePage } from './office-page';
import { QueuePage } from './queue-page';
import { ScenePage } from './scene-page';
import { StockPage } from './stock/stock-page';
import './workbench.css';
import './counter.css';
import './office.css';
import './coupon.css';

/** For a few people at head office: the phones of the stores need not load it. */
const IdentityPage = lazy(() =>
  import('./identity/identity-page').then((page) => ({ default: page.IdentityPage })),
);

const HOME = '/workbench';
const titles: Readonly<Record<string, string>> = {
  check: '扫码',
  codes: '门店码',
  aftersale: '售后',
  stock: '库存',
  fitting: '试穿预约',
  coupon: '核销优惠券',
  office: '总部待办',
  identity: '顾客识别',
};
const WAREHOUSE = { storeId: 'WAREHOUSE', name: '仓库' };
/** Head office works on what the warehouse sends, too. */
const placesOf = (staff: Staff): Staff['stores'] =>
  staff.role === 'operator' ? [...staff.stores, WAREHOUSE] : staff.stores;

/** Who prepares fittings. */
const FITTERS: readonly Staff['role'][] = ['guide', 'manager'];

/** What concerns all stores, not one of them. */
const HEAD_OFFICE = ['office', 'identity'];

/** Where the arrow in the head leads: out of a sheet to its list, out of a list to the queue. */
function upOf(view: string, query: URLSearchParams): { to: string; text: string } {
  const inSheet = query.has('sku') ? { to: `${HOME}?view=${view}`, text: '返回列表' } : null;
  return (view === 'identity' ? upFrom(query) : inSheet) ?? { to: HOME, text: '返回取货队列' };
}

export function WorkbenchPage({ staff }: { staff: Staff }) {
  const places = placesOf(staff);
  const [store, chooseStore] = useStore(places);
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
  const up = upOf(view, query);
  return (
    <main className="workbench">
      <header className="bench-head no-print">
        {inner ? (
          <div className="bench-inner">
            <Button
              look="plain"
              icon="back"
              className="back"
              onClick={() => goHome(up.to)}
              aria-label={up.text}
              data-testid="back"
            />
            <h1 className="bench-title">{inner}</h1>
          </div>
        ) : (
          <h1 className="bench-title">{store.storeId === WAREHOUSE.storeId ? '仓库发货' : '到店取货'}</h1>
        )}
        {HEAD_OFFICE.includes(view) ? null : (
          <StorePicker stores={places} store={store} onChoose={chooseStore} />
        )}
      </header>
      <View {...{ staff, store, view }} expected={query.get('order')} />
    </main>
  );
}

type ViewProps = {
  staff: Staff;
  store: Staff['stores'][number];
  view: string;
  expected: string | null;
};

function View({ staff, store, view, expected }: ViewProps) {
  const { storeId, name: storeName } = store;
  switch (view) {
    case 'check':
      return <CodePage key={storeId} {...{ storeId, storeName, expected }} />;
    case 'codes':
      return <ScenePage key={storeId} {...{ storeId, storeName }} />;
    case 'aftersale':
      return <AftersalePage key={storeId} storeId={storeId === WAREHOUSE.storeId ? null : storeId} />;
    case 'coupon':
      if (storeId === WAREHOUSE.storeId) return <NoCounter />;
      return <CouponPage key={storeId} {...{ storeId, storeName }} />;
    case 'fitting':
      return <FittingPage key={storeId} storeId={storeId} />;
    case 'stock':
      return <StockPage key={storeId} {...{ staff, storeId }} />;
    case 'office':
      return <OfficePage staff={staff} />;
    case 'identity':
      return (
        <Suspense fallback={<Skeleton rows={3} />}>
          <IdentityPage staff={staff} />
        </Suspense>
      );
    default:
      return <Home {...{ staff, storeId }} />;
  }
}

const Home = ({ staff, storeId }: { staff: Staff; storeId: string }) => (
  <>
    <QueuePage storeId={storeId} />
    <nav className="bench-links" aria-label="更多">
      {FITTERS.includes(staff.role) ? (
        <Button
          look="line"
          icon="clock"
          onClick={() => go(`${HOME}?view=fitting`)}
          data-testid="open-fittings"
        >
          试穿
        </Button>
      ) : null}
      <Button
        look="line"
        icon="refund"
        onClick={() => go(`${HOME}?view=aftersale`)}
        data-testid="open-aftersale"
      >
        售后
      </Button>
      <Button look="line" icon="box" onClick={() => go(`${HOME}?view=stock`)} data-testid="open-stock">
        库存
      </Button>
      {storeId === WAREHOUSE.storeId ? null : (
        <Button
          look="line"
          icon="coupon"
          onClick={() => go(`${HOME}?view=coupon`)}
          data-testid="open-coupon-check"
        >
          核销优惠券
        </Button>
      )}
      {staff.role === 'operator' ? (
        <>
          <Button look="line" icon="note" onClick={() => go(`${HOME}?view=office`)} data-testid="open-office">
            总部待办
          </Button>
          <Button
            look="line"
            icon="person"
            onClick={() => go(`${HOME}?view=identity`)}
            data-testid="open-identity"
          >
            顾客识别
          </Button>
        </>
      ) : null}
    </nav>
    <p className="bench-who muted small" data-testid="staff-name">
      {staff.name} · {staff.roleText}
    </p>
    {storeId === WAREHOUSE.storeId ? null : <CounterBar />}
  </>
);

const CounterBar = () => (
  <nav className="bench-bar" aria-label="柜台">
    <Button icon="scan" onClick={() => go(`${HOME}?view=check`)} data-testid="open-code-check">
      扫码
    </Button>
    <Button look="line" icon="code" onClick={() => go(`${HOME}?view=codes`)} data-testid="open-scene-code">
      门店码
    </Button>
  </nav>
);
