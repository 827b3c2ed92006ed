import { View } from '@tarojs/components';
import type { Order } from '../api/views';
import { classes, hook } from './hook';
import { Icon } from './Icon';
import styles from './OrderProgress.module.scss';

const reached: Record<Order['status'], number> = {
  pending_payment: 0,
  paid: 1,
  accepted: 2,
  ready: 3,
  handed_over: 4,
  shipped: 3,
  completed: 4,
  cancelled: 0,
  refunding: 1,
  refunded: 1,
};
const steps = {
  pickup: ['已下单', '已付款', '备货中', '可取货', '已取货'],
  delivery: ['已下单', '已付款', '配货中', '已发货', '已完成'],
};
const endings: Partial<Record<Order['status'], string[]>> = {
  cancelled: ['已下单', '已取消'],
  refunding: ['已下单', '已付款', '退款中', '已退款'],
  refunded: ['已下单', '已付款', '退款中', '已退款'],
};
const endAt: Partial<Record<Order['status'], number>> = { cancelled: 1, refunding: 2, refunded: 3 };

/** The way of an order as dots on a line; done ones are filled. */
export function OrderProgress({ order }: { order: Pick<Order, 'status' | 'fulfilment'> }) {
  const names = endings[order.status] ?? steps[order.fulfilment];
  const now = endAt[order.status] ?? reached[order.status];
  return <Steps name="order-progress" names={names} now={now} />;
}

/** Dots on a line; what was reached is filled. */
export const Steps = ({ name: of, names, now }: { name: string; names: readonly string[]; now: number }) => (
  <View className={styles.progress} role="list" {...hook(of)}>
    {names.map((name, index) => (
      <View
        key={name}
        role="listitem"
        aria-current={index === now ? 'step' : undefined}
        className={classes(styles.step, index <= now && styles.done, index === now && styles.now)}
      >
        <View className={styles.dot}>{index < now && <Icon name="check" />}</View>
        <View className={styles.name}>{name}</View>
      </View>
    ))}
  </View>
);
