import { useState } from 'react';
import type { ReactNode } from 'react';
import { ScrollView, View } from '@tarojs/components';
import type { Pages } from '../api/pages';
import type { Found } from '../api/views';
import { hook } from './hook';
import styles from './GoodsList.module.scss';
import { Loadable } from './Loadable';
import { ProductCard } from './ProductCard';
import { ROWS_IN_CHUNK, chunkAt, inChunks, isNear } from './window.rules';
import type { Scrolled } from './window.rules';

type Card = Found['items'][number];
type Props = { pages: Pages<Card>; empty: ReactNode; head?: ReactNode };

/** What is far from the screen keeps its place, but not its cards: however long the list, few are drawn. */
const Chunk = ({ rows, near }: { rows: readonly Card[]; near: boolean }) => {
  if (!near && rows.length === ROWS_IN_CHUNK) return <View className={styles.away} aria-hidden />;
  return (
    <View className={styles.chunk}>
      {rows.map((product) => (
        <View key={product.productId} className={styles.row}>
          <ProductCard product={product} shape="row" />
        </View>
      ))}
    </View>
  );
};

/** A list of goods that fills the rest of the screen, loads on as it is scrolled, and says when it ends. */
export function GoodsList({ pages, empty, head }: Props) {
  const [at, setAt] = useState(0);
  const rows = pages.data?.length ?? 0;
  const look = (scrolled: Scrolled) => {
    const chunk = chunkAt(scrolled, rows);
    if (chunk !== at) setAt(chunk);
  };
  const foot = pages.ended ? '已经到底了' : pages.failure ? '没有加载出来，点此重试' : '加载中…';
  return (
    <ScrollView
      scrollY
      className={styles.list}
      lowerThreshold={300}
      onScrollToLower={pages.more}
      onScroll={({ detail }) => look(detail)}
      {...hook('goods-list')}
    >
      {head}
      <Loadable of={pages} shape="list">
        {(products) =>
          products.length === 0 ? (
            <>{empty}</>
          ) : (
            <View className={styles.rows}>
              {inChunks(products).map((some, chunk) => (
                <Chunk key={some[0]?.productId} rows={some} near={isNear(chunk, at)} />
              ))}
              <View className={styles.end} role="status" onClick={() => pages.failure && pages.more()}>
                {foot}
              </View>
            </View>
          )
        }
      </Loadable>
    </ScrollView>
  );
}
