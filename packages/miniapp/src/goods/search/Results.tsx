import { useState } from 'react';
import { View } from '@tarojs/components';
import { usePages } from '../../api/pages';
import { useStore } from '../../api/store-choice';
import type { GoodsSort } from '../../api/views';
import { goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { GoodsList } from '../../ui/GoodsList';
import { classes, hook } from '../../ui/hook';
import { Notice } from '../../ui/Notice';
import { Filters } from './Filters';
import { NO_FILTER, countOf, queryOf } from './filter.rules';
import type { Wish } from './filter.rules';
import styles from './index.module.scss';
import { HotWords } from './Start';

type Props = { wish: Wish; onWish: (wish: Wish) => void; onSearch: (word: string) => void };

const SORTS: { name: string; text: string; sort: GoodsSort }[] = [
  { name: 'best', text: '综合', sort: 'best' },
  { name: 'sold', text: '销量', sort: 'sold' },
  { name: 'price', text: '价格', sort: 'priceUp' },
  { name: 'newest', text: '新品', sort: 'newest' },
];

/** A second tap on the price turns it round. */
const SortBar = ({ sort, onSort }: { sort: GoodsSort; onSort: (sort: GoodsSort) => void }) => (
  <View className={styles.sorts} role="tablist">
    {SORTS.map((one) => {
      const on = sort === one.sort || (one.name === 'price' && sort === 'priceDown');
      const turned = on && one.name === 'price' && sort === 'priceUp';
      const arrow = one.name !== 'price' || !on ? '' : sort === 'priceUp' ? ' ↑' : ' ↓';
      return (
        <View
          key={one.name}
          role="tab"
          aria-selected={on}
          className={classes(styles.sort, on && styles.sortOn)}
          {...hook(`sort-${one.name}`)}
          onClick={() => onSort(turned ? 'priceDown' : one.sort)}
        >
          {`${one.text}${arrow}`}
        </View>
      );
    })}
  </View>
);

const Nothing = ({ wish, onWish, onSearch }: Props) => (
  <>
    <Notice icon="search" title="没有找到相关商品" text="换个词，或放宽筛选条件" name="empty-state">
      {countOf(wish.filter) > 0 && (
        <Button name="filter-clear" onTap={() => onWish({ ...wish, filter: NO_FILTER })}>
          清除筛选条件
        </Button>
      )}
      <Button name="show-all" look="line" onTap={() => goToTab('category')}>
        看看全部商品
      </Button>
    </Notice>
    <View className={styles.start}>
      <HotWords title="试试这些" onSearch={onSearch} />
    </View>
  </>
);

export function Results({ wish, onWish, onSearch }: Props) {
  const store = useStore();
  const [filtering, setFiltering] = useState(false);
  const pages = usePages('shop.search', queryOf(wish, store?.storeId ?? null), { keepAs: 'search' });
  const { filter } = wish;
  const narrowed = countOf({ ...filter, inStock: false });
  const nearby = () =>
    store === null ? goTo('nearby') : onWish({ ...wish, filter: { ...filter, inStock: !filter.inStock } });
  return (
    <>
      <View className={styles.bar}>
        <SortBar sort={wish.sort} onSort={(sort) => onWish({ ...wish, sort })} />
        <View
          className={classes(styles.sort, narrowed > 0 && styles.sortOn)}
          role="button"
          {...hook('filter-open')}
          onClick={() => setFiltering(true)}
        >
          {narrowed > 0 ? `筛选 ${narrowed}` : '筛选'}
        </View>
      </View>
      <View className={styles.near}>
        <View
          className={classes(styles.chip, filter.inStock && styles.chipOn)}
          role="switch"
          aria-checked={filter.inStock}
          {...hook('filter-stock')}
          onClick={nearby}
        >
          {store === null ? '选门店，只看门店有货' : `${store.name}有货`}
        </View>
      </View>
      <GoodsList pages={pages} empty={<Nothing wish={wish} onWish={onWish} onSearch={onSearch} />} />
      <Filters
        key={JSON.stringify([filter, filtering])}
        open={filtering}
        filter={filter}
        choices={pages.first?.choices ?? null}
        onClose={() => setFiltering(false)}
        onApply={(next) => {
          setFiltering(false);
          onWish({ ...wish, filter: next });
        }}
      />
    </>
  );
}
