import { useState } from 'react';
import { View } from '@tarojs/components';
import { shanghaiText } from '@omni/shared/time';
import { call } from '../../api/client';
import { useAction } from '../../api/hooks';
import type { Order } from '../../api/views';
import { copyText, toast } from '../../platform/feedback';
import { Button } from '../../ui/Button';
import { hook } from '../../ui/hook';
import { Section } from '../../ui/Section';
import { FriendSheet } from '../FriendSheet';
import { useFriendCode } from '../use-friend-code';
import styles from './index.module.scss';

/** Who has the goods. */
const storeText = ({ store, fulfilment }: Order): string => {
  if (store === null) return '总仓快递配送';
  return fulfilment === 'pickup' ? store.name : `${store.name} 发货`;
};

function Extend({ orderId, onDone }: { orderId: string; onDone: () => void }) {
  const { busy, run } = useAction(async () => {
    const result = await call('pickup.extend', { orderId });
    toast(result.ok ? '已为你多保留 7 天' : result.message);
    onDone();
  });
  return (
    <Button name="extend-pickup" look="line" size="small" busy={busy} onTap={() => run()}>
      多留 7 天
    </Button>
  );
}

function Friend({ orderId }: { orderId: string }) {
  const [open, setOpen] = useState(false);
  const code = useFriendCode(orderId);
  return (
    <>
      <Button name="share-code" look="line" size="small" onTap={() => setOpen(true)}>
        {code.share === null ? '请朋友代取' : '查看代取码'}
      </Button>
      <FriendSheet code={code} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** Until when ready goods are kept, and what can be done when the shopper cannot come. */
const Keeping = ({ order, onChange }: { order: Order; onChange: () => void }) => (
  <>
    {order.status === 'ready' && order.collectBefore !== null && (
      <View className={styles.keep} {...hook('collect-before')}>
        为你保留至 {shanghaiText(new Date(order.collectBefore))}，过期未取会自动退款
      </View>
    )}
    {(order.actions.includes('extendPickup') || order.actions.includes('shareCode')) && (
      <View className={styles.care}>
        {order.actions.includes('extendPickup') && <Extend orderId={order.orderId} onDone={onChange} />}
        {order.actions.includes('shareCode') && <Friend orderId={order.orderId} />}
      </View>
    )}
  </>
);

const Parcel = ({ tracking }: { tracking: NonNullable<Order['tracking']> }) => (
  <View className={styles.parcel} {...hook('order-tracking')}>
    <View>
      <View className={styles.hint}>{tracking.companyName}</View>
      <View className={styles.number}>{tracking.number}</View>
    </View>
    <Button
      name="copy-tracking"
      look="line"
      size="small"
      onTap={() => copyText(tracking.number, '已复制单号')}
    >
      复制单号
    </Button>
  </View>
);

export const Where = ({ order, onChange }: { order: Order; onChange: () => void }) => (
  <Section title={order.fulfilment === 'pickup' ? '自提门店' : '配送'}>
    <View className={styles.store}>{storeText(order)}</View>
    {order.store !== null && order.fulfilment === 'pickup' && (
      <View className={styles.hint}>{order.store.address}</View>
    )}
    {order.movedText !== null && (
      <View className={styles.moved} {...hook('order-moved')}>
        {order.movedText}
      </View>
    )}
    {order.tracking !== null && <Parcel tracking={order.tracking} />}
    <Keeping order={order} onChange={onChange} />
  </Section>
);
