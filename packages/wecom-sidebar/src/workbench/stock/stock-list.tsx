import { useEffect, useState } from 'react';
import { Answer } from '../../ui/answer';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { Goods } from './goods';
import { More } from './more';
import { safetyText } from './safety';
import { SearchBox } from './search-box';
import type { Stock } from './types';
import { usePages } from './use-pages';

const LOW = 3;
const TYPING_MS = 300;

/** What somebody types, once they pause. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

type Props = { storeId: string; low: boolean; version: number; onOpen: (skuId: string) => void };

export function StockList({ storeId, low, version, onOpen }: Props) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const filter = { ...(search ? { search } : {}), ...(low ? { availableAtMost: LOW } : {}) };
  const pages = usePages('inventory.list', { storeId, ...filter }, version);
  return (
    <>
      <SearchBox typed={typed} onType={setTyped} />
      {low ? <p className="muted small stock-hint">小程序上最多还能卖 {LOW} 件的商品</p> : null}
      <Answer question={pages} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing {...{ search, low, onOpen }} />
          ) : (
            <>
              <ul className="tasks" data-testid="stock-rows">
                {items.map((item) => (
                  <Row key={item.skuId} item={item} onOpen={onOpen} />
                ))}
              </ul>
              <More pages={pages} testId="stock-more" />
            </>
          )
        }
      </Answer>
    </>
  );
}

type NothingProps = Pick<Props, 'low' | 'onOpen'> & { search: string };

function Nothing({ search, low, onOpen }: NothingProps) {
  if (search) return <NotFound {...{ search, onOpen }} />;
  const [title, text] = low
    ? ['没有快卖完的商品', '每款都还有货可卖。']
    : ['这里还没有库存', '收货或导入以后，商品会出现在这里。'];
  return (
    <Notice icon={low ? 'check' : 'box'} tone={low ? 'green' : 'plain'} title={title} testId="stock-empty">
      {text}
    </Notice>
  );
}

const SKU_CODE = /^[0-9A-Za-z-]{1,32}$/;

/** Goods that never lay here are in no list; by their number they can still be opened, to book the first ones in. */
const NotFound = ({ search, onOpen }: Omit<NothingProps, 'low'>) => (
  <div className="stock-not-found">
    <Notice icon="box" title={`没有找到“${search}”`} testId="stock-empty">
      换个商品名，或输入规格编号的开头，例如 P001。
    </Notice>
    {SKU_CODE.test(search) ? (
      <>
        <p className="muted small">这里还没进过这款？输入完整的规格编号，可以直接打开。</p>
        <Button look="line" onClick={() => onOpen(search)} data-testid="stock-open-code">
          打开 {search}
        </Button>
      </>
    ) : null}
  </div>
);

const Row = ({ item, onOpen }: { item: Stock; onOpen: (skuId: string) => void }) => (
  <li>
    <button
      type="button"
      id={`stock-row-${item.skuId}`}
      className="card stock-row"
      onClick={() => onOpen(item.skuId)}
      data-testid={`stock-${item.skuId}`}
    >
      <span className="stock-row-head">
        <Goods item={item} />
        <span className="stock-free" data-none={item.available === 0 || undefined}>
          <b className="num">{item.available}</b>
          <span className="small">可售</span>
        </span>
      </span>
      <span className="stock-figures small num">
        <span>现货 {item.onHand}</span>
        <span>已占用 {item.held}</span>
        {item.unsellable > 0 ? <span>不可售 {item.unsellable}</span> : null}
        <span>安全库存 {safetyText(item)}</span>
      </span>
      {item.isShort ? (
        <span className="line-problem">
          <Icon name="warn" size={18} />
          货不够交已有的订单
        </span>
      ) : null}
    </button>
  </li>
);
