import { useEffect } from 'react';
import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { useCall, usePolling, useSecondsLeft } from '../../api/hooks';
import { clockText } from '../../api/countdown.rules';
import type { Order } from '../../api/views';
import { copyText } from '../../platform/feedback';
import { usePageParams, useReturn, useShare } from '../../platform/lifecycle';
import { goTo } from '../../platform/navigate';
import { Amounts } from '../../ui/Amounts';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Icon } from '../../ui/Icon';
import { Loadable } from '../../ui/Loadable';
import { OrderLines } from '../../ui/OrderLines';
import { OrderProgress } from '../../ui/OrderProgress';
import { Page } from '../../ui/Page';
import { Fact, Section, Stack } from '../../ui/Section';
import { OrderActions, hasBar } from '../OrderActions';
import { OrderSheets } from '../OrderSheets';
import { shareCardOf } from '../use-friend-code';
import { useOrderActions } from '../use-order-actions';
import { Cases } from './Cases';
import { Where } from './Where';
import styles from './index.module.scss';

const POLL_MS = 5000;
const moving: readonly Order['status'][] = [
  'pending_payment',
  'paid',
  'accepted',
  'ready',
  'shipped',
  'refunding',
];

/** While the order can still move and the page is seen, it is asked about again and again. */
function useOrder(orderId: string) {
  const order = useCall('orders.get', { orderId });
  useReturn(order.reload);
  usePolling(order.reload, {
    on: order.data !== null && moving.includes(order.data.status),
    everyMs: POLL_MS,
  });
  return order;
}

function Countdown({ order, onEnd }: { order: Order; onEnd: () => void }) {
  const seconds = useSecondsLeft(order.status === 'pending_payment' ? order.payBefore : null);
  const ended = seconds === 0;
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);
  if (seconds === null) return null;
  return (
    <View className={styles.countdown} {...hook('pay-countdown')}>
      {ended ? '支付时间已到，正在更新…' : `剩余支付时间 ${clockText(seconds)}`}
    </View>
  );
}

const Head = ({ order, onEnd }: { order: Order; onEnd: () => void }) => (
  <Section>
    <View className={styles.status} {...hook('order-status')}>
      {order.statusText}
    </View>
    <View className={styles.hint}>{order.hint}</View>
    <Countdown order={order} onEnd={onEnd} />
    {order.closedReason !== null && order.closedReason !== order.hint && (
      <View className={styles.hint}>原因：{order.closedReason}</View>
    )}
    <OrderProgress order={order} />
  </Section>
);

const Times = ({ order }: { order: Order }) => {
  const at = (label: string, time: string | null) =>
    time !== null && <Fact label={label}>{shanghaiText(new Date(time))}</Fact>;
  return (
    <Section title="订单信息">
      <Fact label="订单编号">
        <View
          className={styles.copy}
          role="button"
          {...hook('copy-order-no')}
          onClick={() => copyText(order.orderNo, '已复制订单编号')}
        >
          {order.orderNo} 复制
        </View>
      </Fact>
      {at('下单时间', order.placedAt)}
      {at('付款时间', order.paidAt)}
      {at('备好时间', order.readyAt)}
      {at('取货时间', order.handedOverAt)}
      {at('发货时间', order.shippedAt)}
      {at('完成时间', order.completedAt)}
      {at('关闭时间', order.closedAt)}
    </Section>
  );
};

const neverPaid: readonly Order['status'][] = ['pending_payment', 'cancelled'];

function Body({ order, onChange }: { order: Order; onChange: () => void }) {
  return (
    <Stack>
      <Head order={order} onEnd={onChange} />
      <Where order={order} onChange={onChange} />
      {!neverPaid.includes(order.status) && <Cases orderId={order.orderId} refundedFen={order.refundedFen} />}
      <Section title="商品">
        <OrderLines lines={order.lines} />
      </Section>
      <Section title="金额">
        <Amounts {...order} />
        {order.channel === 'mini_program' && !neverPaid.includes(order.status) && (
          <View
            className={styles.invoice}
            role="link"
            {...hook('order-invoice')}
            onClick={() => goTo('invoice', { orderId: order.orderId })}
          >
            发票
            <Icon name="next" />
          </View>
        )}
      </Section>
      <Times order={order} />
    </Stack>
  );
}

function Bottom({ order, onChange }: { order: Order; onChange: (order: Order | null) => void }) {
  const state = useOrderActions(order, onChange);
  return (
    <>
      <View className={styles.actions}>
        <OrderActions of={order} state={state} size="large" />
      </View>
      <OrderSheets state={state} />
    </>
  );
}

export default function OrderDetailPage() {
  const { orderId = '' } = usePageParams();
  const order = useOrder(orderId);
  const change = (next: Order | null) => (next === null ? order.reload() : order.replace(next));
  const shown = order.data;
  useShare((from) => shareCardOf(orderId, from));
  const bottom = shown !== null && hasBar(shown.actions) && <Bottom order={shown} onChange={change} />;
  return (
    <Page name="order" bottom={bottom}>
      <Loadable of={order} shape="text">
        {(data) => <Body order={data} onChange={order.reload} />}
      </Loadable>
      {order.failure !== null && shown !== null && (
        <View className={styles.stale}>
          {order.failure.message}
          <Button name="retry" look="plain" size="small" onTap={order.reload}>
            刷新
          </Button>
        </View>
      )}
    </Page>
  );
}
