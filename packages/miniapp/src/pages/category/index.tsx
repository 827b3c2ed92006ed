import { useEffect, useState } from 'react';
import { ScrollView, View } from '@tarojs/components';
import { showCartBadge } from '../../api/cart';
import { useCategoryChoice } from '../../api/category-choice';
import { useCall } from '../../api/hooks';
import { usePages } from '../../api/pages';
import { useStore } from '../../api/store-choice';
import type { Category } from '../../api/views';
import { useDidShow } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { GoodsList } from '../../ui/GoodsList';
import { classes, hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import styles from './index.module.scss';

const all: Category = { categoryId: '', name: '全部', imageUrl: '' };

const Menu = (props: { categories: readonly Category[]; current: string; onPick: (id: string) => void }) => (
  <ScrollView scrollY className={styles.menu}>
    <View role="tablist">
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
    </View>
  </ScrollView>
);

const Nothing = ({ onAll }: { onAll: () => void }) => (
  <Notice icon="search" title="这个分类还没有商品" text="看看其他分类吧" name="empty-state">
    <Button name="show-all" look="line" onTap={onAll}>
      查看全部商品
    </Button>
  </Notice>
);

export default function CategoryPage() {
  const home = useCall('catalog.home', {}, { keepAs: 'categories' });
  const asked = useCategoryChoice();
  const store = useStore();
  const [categoryId, setCategoryId] = useState(asked ?? '');
  const pages = usePages(
    'shop.search',
    { ...(categoryId === '' ? {} : { categoryId }), ...(store === null ? {} : { storeId: store.storeId }) },
    { keepAs: 'goods' },
  );
  useDidShow(showCartBadge);
  useEffect(() => {
    if (asked !== null) setCategoryId(asked);
  }, [asked]);
  return (
    <Page name="category">
      <View className={styles.page}>
        <View className={styles.top}>
          <View
            className={styles.search}
            role="button"
            {...hook('category-search')}
            onClick={() => goTo('search')}
          >
            <Icon name="search" />
            搜索商品、颜色、分类
          </View>
        </View>
        <View className={styles.columns}>
          <Menu categories={home.data?.categories ?? []} current={categoryId} onPick={setCategoryId} />
          <GoodsList pages={pages} empty={<Nothing onAll={() => setCategoryId('')} />} />
        </View>
      </View>
    </Page>
  );
}
