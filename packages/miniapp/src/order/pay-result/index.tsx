import { useEffect, useState } from 'react';
import { View } from '@tarojs/components';
import { call } from '../../api/client';
import { useAction } from '../../api/hooks';
import type { Order } from '../../api/views';
import { toast } from '../../platform/feedback';
import { usePageParams } from '../../platform/lifecycle';
import { goToTab, replaceWith } from '../../platform/navigate';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Price } from '../../ui/Price';
import { askNotice, useNoticeAccepted } from '../notice';
import styles from './index.module.scss';

const TRIES = 20;
const PAUSE_MS = 1500;

type Watch = { order: Order | null; state: 'asking' | 'settled' | 'unsure' };

/** Asks until the server knows: WeChat's sheet saying ok is not proof of payment. */
function useConfirmed(orderId: string, round: number): Watch {
  const [watch, setWatch] = useState<Watch>({ order: null, state: 'asking' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let over = false;
    const ask = async (left: number) => {
      const result = await call('orders.confirmPayment', { orderId });
      if (over) return;
      const order = result.ok ? result.data : null;
      if (order !== null && order.status !== 'pending_payment') setWatch({ order, state: 'settled' });
      else if (left > 0) timer = setTimeout(() => void ask(left - 1), PAUSE_MS);
      else setWatch({ order, state: 'unsure' });
    };
    setWatch({ order: null, state: 'asking' });
    void ask(TRIES);
    return () => {
      over = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, [orderId, round]);
  return watch;
}

function Remind({ orderId }: { orderId: string }) {
  const done = useNoticeAccepted(orderId);
  const { busy, run } = useAction(async () => {
    const accepted = await askNotice(orderId);
    toast(accepted ? '备好后会在微信通知你' : '没有开启提醒，可在订单里查看进度');
  });
  if (done) return null;
  return (
    <Button name="remind-ready" look="soft" wide busy={busy} onTap={() => run()}>
      备好提醒我
    </Button>
  );
}

const Settled = ({ order }: { order: Order }) => {
  const closed = order.status === 'cancelled' || order.status === 'refunding' || order.status === 'refunded';
  return (
    <Notice
      icon={closed ? 'clock' : 'check'}
      title={closed ? order.statusText : '支付成功'}
      text={order.hint}
      name="pay-settled"
    >
      <View className={styles.facts}>
        <Price fen={order.payableFen} size="large" />
        {order.store !== null && <View className={styles.store}>自提门店：{order.store.name}</View>}
      </View>
      <Button name="view-order" wide onTap={() => replaceWith('order', { orderId: order.orderId })}>
        查看订单
      </Button>
      {order.fulfilment === 'pickup' && !closed && <Remind orderId={order.orderId} />}
    </Notice>
  );
};

export default function PayResultPage() {
  const { orderId = '' } = usePageParams();
  const [round, setRound] = useState(0);
  const { order, state } = useConfirmed(orderId, round);
  return (
    <Page name="pay-result">
      {state === 'asking' && (
        <View className={styles.asking} role="status" {...hook('pay-confirming')}>
          <View className={styles.spinner} />
          正在确认支付结果
          <View className={styles.note}>通常只要几秒，请不要重复支付</View>
        </View>
      )}
      {state === 'settled' && order !== null && <Settled order={order} />}
      {state === 'unsure' && (
        <Notice
          icon="clock"
          title="还没有收到支付结果"
          text="如果已经扣款，订单会自动更新，请放心。"
          name="pay-unsure"
        >
          <Button name="confirm-again" onTap={() => setRound(round + 1)}>
            再查一次
          </Button>
          <Button name="view-order" look="line" onTap={() => replaceWith('order', { orderId })}>
            查看订单
          </Button>
        </Notice>
      )}
      <View className={styles.home}>
        <Button name="go-home" look="plain" onTap={() => goToTab('home')}>
          回首页逛逛
        </Button>
      </View>
    </Page>
  );
}
