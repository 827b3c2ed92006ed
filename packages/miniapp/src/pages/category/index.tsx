import { useEffect, useState } from 'react';
import { ScrollView, View } from '@tarojs/components';
import { showCartBadge } from '../../api/cart';
import { useCategoryChoice } from '../../api/category-choice';
import { useCall } from '../../api/hooks';
import { usePages } from '../../api/pages';
import type { Pages } from '../../api/pages';
import type { Card, Category } from '../../api/views';
import { useDidShow } from '../../platform/lifecycle';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { ProductCard } from '../../ui/ProductCard';
import { SearchField } from '../../ui/SearchField';
import styles from './index.module.scss';

type Query = { categoryId?: string; keyword?: string };
const all: Category = { categoryId: '', name: '全部', imageUrl: '' };

const Menu = (props: {
  categories: readonly Category[];
  current: string | null;
  onPick: (id: string) => void;
}) => (
  <ScrollView scrollY className={styles.menu}>
    {[all, ...props.categories].map(({ categoryId, name }) => (
      <View
        key={categoryId}
        role="tab"
        aria-selected={props.current === categoryId}
        className={classes(styles.entry, props.current === categoryId && styles.entryOn)}
        {...hook(`category-${categoryId === '' ? 'all' : categoryId}`)}
        onClick={() => props.onPick(categoryId)}
      >
        {name}
      </View>
    ))}
  </ScrollView>
);

const Goods = ({ pages, keyword, onClear }: { pages: Pages<Card>; keyword: string; onClear: () => void }) => (
  <ScrollView scrollY className={styles.goods} onScrollToLower={pages.more} lowerThreshold={200}>
    {keyword !== '' && <View className={styles.found}>“{keyword}” 的搜索结果</View>}
    <Loadable of={pages} shape="list">
      {(products) =>
        products.length === 0 ? (
          <Notice icon="search" title="没有找到相关商品" text="换个词，或看看其他分类" name="empty-state">
            <Button name="show-all" look="line" onTap={onClear}>
              查看全部商品
            </Button>
          </Notice>
        ) : (
          <View className={styles.list}>
            {products.map((product) => (
              <ProductCard key={product.productId} product={product} shape="row" />
            ))}
            <View className={styles.end}>{pages.ended ? '已经到底了' : '加载中…'}</View>
          </View>
        )
      }
    </Loadable>
  </ScrollView>
);

export default function CategoryPage() {
  const home = useCall('catalog.home', {});
  const asked = useCategoryChoice();
  const [query, setQuery] = useState<Query>({});
  const [text, setText] = useState('');
  const pages = usePages('catalog.listProducts', query);
  useDidShow(showCartBadge);
  useEffect(() => {
    if (asked !== null) setQuery(asked === '' ? {} : { categoryId: asked });
  }, [asked]);
  const search = () => setQuery(text.trim() === '' ? {} : { keyword: text.trim() });
  const pick = (categoryId: string) => {
    setText('');
    setQuery(categoryId === '' ? {} : { categoryId });
  };
  return (
    <Page name="category">
      <View className={styles.page}>
        <View className={styles.top}>
          <SearchField
            value={text}
            onChange={(value) => (value === '' ? pick('') : setText(value))}
            onSearch={search}
          />
        </View>
        <View className={styles.columns}>
          <Menu
            categories={home.data?.categories ?? []}
            current={query.keyword === undefined ? (query.categoryId ?? '') : null}
            onPick={pick}
          />
          <Goods pages={pages} keyword={query.keyword ?? ''} onClear={() => pick('')} />
        </View>
      </View>
    </Page>
  );
}
