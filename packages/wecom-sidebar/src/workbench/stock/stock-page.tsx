import { useEffect, useRef, useState } from 'react';
import { go, useAddress } from '../../address';
import type { Staff } from '../../api/types';
import { Tabs } from '../../ui/tabs';
import { CountList } from './count-list';
import { rightsOf } from './rights';
import { SkuPage } from './sku-page';
import { StockList } from './stock-list';
import './stock.css';

const tabs = [
  { key: 'all', text: '全部商品', testId: 'stock-all' },
  { key: 'low', text: '快没货', testId: 'stock-low' },
  { key: 'open', text: '待盘点', testId: 'stock-counts' },
  { key: 'counted', text: '已盘点', testId: 'stock-counted' },
] as const;
type Key = (typeof tabs)[number]['key'];

type Props = { staff: Staff; storeId: string };

/** The stock of one place. The lists stay below the sheet of a SKU, where they were left. */
export function StockPage({ staff, storeId }: Props) {
  const [chosen, setChosen] = useState<Key>('all');
  const [version, setVersion] = useState(0);
  const { skuId, open } = useSheet();
  const rights = rightsOf(staff.role);
  const changed = () => setVersion((before) => before + 1);
  useEffect(() => {
    document.title = '库存 · 森屿';
  }, []);
  return (
    <section className="stock" data-testid="stock">
      <div hidden={skuId !== null}>
        <Tabs label="库存" panel="stock" tabs={tabs} chosen={chosen} onChoose={setChosen} />
        <div className="queue" id={`stock-${chosen}`} role="tabpanel" aria-labelledby={`stock-tab-${chosen}`}>
          {chosen === 'all' || chosen === 'low' ? (
            <StockList key={chosen} {...{ storeId, version }} low={chosen === 'low'} onOpen={open} />
          ) : (
            <CountList key={chosen} {...{ storeId, version, rights }} state={chosen} onChanged={changed} />
          )}
        </div>
      </div>
      {skuId === null ? null : <SkuPage key={skuId} {...{ storeId, skuId, rights }} onChanged={changed} />}
    </section>
  );
}

/** The SKU whose sheet is open, from the address, so that the back button closes it; the list keeps its place. */
function useSheet() {
  const skuId = useAddress().searchParams.get('sku');
  const place = useRef(0);
  const opened = useRef<string | null>(null);
  useEffect(() => {
    if (skuId !== null || opened.current === null) return;
    window.scrollTo(0, place.current);
    document.getElementById(`stock-row-${opened.current}`)?.focus({ preventScroll: true });
    opened.current = null;
  }, [skuId]);
  const open = (next: string) => {
    place.current = window.scrollY;
    opened.current = next;
    go(`/workbench?view=stock&sku=${encodeURIComponent(next)}`);
  };
  return { skuId, open };
}
