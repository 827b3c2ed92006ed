import { useState } from 'react';
import { View } from '@tarojs/components';
import { usePages } from '../../api/pages';
import type { Order } from '../../api/views';
import { usePageParams, useReachBottom, useReturn } from '../../platform/lifecycle';
import { goTo, goToTab } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { classes, hook } from '../../ui/hook';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { OrderLines } from '../../ui/OrderLines';
import { Page } from '../../ui/Page';
import { Price } from '../../ui/Price';
import { Section, Stack } from '../../ui/Section';
import { OrderActions } from '../OrderActions';
import { OrderSheets } from '../OrderSheets';
import { useOrderActions } from '../use-order-actions';
import styles from './index.module.scss';

const filters = [
  { filter: 'all', text: '全部' },
  { filter: 'unpaid', text: '待付款' },
  { filter: 'waiting', text: '待收货' },
  { filter: 'done', text: '已完成' },
] as const;
type Filter = (typeof filters)[number]['filter'];

function OrderCard({ order, onChange }: { order: Order; onChange: () => void }) {
  const state = useOrderActions(order, onChange);
  return (
    <View {...hook(`order-${order.orderId}`)} onClick={() => goTo('order', { orderId: order.orderId })}>
      <Section
        title={order.store?.name ?? '快递配送'}
        aside={<View className={styles.status}>{order.statusText}</View>}
      >
        <OrderLines lines={order.lines} />
        <View className={styles.foot}>
          <View className={styles.sum}>
            共 {order.lines.reduce((sum, line) => sum + line.quantity, 0)} 件
            <Price fen={order.payableFen} size="small" />
          </View>
          <View className={styles.actions}>
            <OrderActions of={order} state={state} size="small" />
          </View>
        </View>
        <View onClick={(event) => event.stopPropagation()}>
          <OrderSheets state={state} />
        </View>
      </Section>
    </View>
  );
}

const Filters = ({ current, onPick }: { current: Filter; onPick: (filter: Filter) => void }) => (
  <View className={styles.filters} role="tablist">
    {filters.map(({ filter, text }) => (
      <View
        key={filter}
        role="tab"
        aria-selected={filter === current}
        className={classes(styles.filter, filter === current && styles.filterOn)}
        {...hook(`filter-${filter}`)}
        onClick={() => onPick(filter)}
      >
        {text}
      </View>
    ))}
  </View>
);

const Empty = () => (
  <Notice icon="box" title="这里还没有订单" name="empty-state">
    <Button name="go-shopping" onTap={() => goToTab('home')}>
      去逛逛
    </Button>
  </Notice>
);

export default function OrderListPage() {
  const params = usePageParams();
  const [filter, setFilter] = useState<Filter>(
    () => filters.find((one) => one.filter === params.filter)?.filter ?? 'all',
  );
  const pages = usePages('orders.list', { filter });
  useReturn(pages.reload);
  useReachBottom(pages.more);
  return (
    <Page name="orders">
      <Filters current={filter} onPick={setFilter} />
      <Loadable of={pages} shape="list">
        {(orders) =>
          orders.length === 0 ? (
            <Empty />
          ) : (
            <Stack>
              {orders.map((order) => (
                <OrderCard key={order.orderId} order={order} onChange={pages.reload} />
              ))}
              <View className={styles.end}>{pages.ended ? '没有更多了' : '加载中…'}</View>
            </Stack>
          )
        }
      </Loadable>
    </Page>
  );
}
