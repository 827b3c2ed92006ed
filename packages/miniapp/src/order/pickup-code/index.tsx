import { View } from '@tarojs/components';
import { useCall, usePolling, useRenewed } from '../../api/hooks';
import type { Order } from '../../api/views';
import { usePageParams, useSeen } from '../../platform/lifecycle';
import { replaceWith } from '../../platform/navigate';
import { useBrightScreen } from '../../platform/screen';
import { Button } from '../../ui/Button';
import { Loadable } from '../../ui/Loadable';
import { Notice } from '../../ui/Notice';
import { OrderLines } from '../../ui/OrderLines';
import { Page } from '../../ui/Page';
import { PickupCode, changing } from '../../ui/PickupCode';
import { Section, Stack } from '../../ui/Section';
import styles from './index.module.scss';

const WATCH_MS = 3000;
const isOver = (order: Order | null) => order !== null && order.handedOverAt !== null;

/** The order as the counter changes it, so that the screen says so the moment it is handed over. */
function useWatchedOrder(orderId: string): Order | null {
  const { data, reload } = useCall('orders.get', { orderId });
  usePolling(reload, { on: !isOver(data), everyMs: WATCH_MS });
  return data;
}

function Code({ orderId }: { orderId: string }) {
  const code = useCall('pickup.showCode', { orderId });
  const left = useRenewed(code);
  return (
    <Loadable of={code} shape="detail">
      {({ digits, qrText }) => <PickupCode digits={digits} qrText={qrText} {...changing(left)} />}
    </Loadable>
  );
}

export default function PickupCodePage() {
  const { orderId = '' } = usePageParams();
  const order = useWatchedOrder(orderId);
  useBrightScreen(useSeen() && !isOver(order));
  if (isOver(order)) {
    return (
      <Page name="pickup-code">
        <Notice icon="check" title="取货完成" text="谢谢光临，期待再见。" name="handed-over">
          <Button name="view-order" onTap={() => replaceWith('order', { orderId })}>
            查看订单
          </Button>
        </Notice>
      </Page>
    );
  }
  return (
    <Page name="pickup-code">
      <Stack>
        <Code orderId={orderId} />
        {order?.store && (
          <Section title={order.store.name}>
            <View className={styles.soft}>{order.store.address}</View>
          </Section>
        )}
        {order && (
          <Section title="取货商品">
            <OrderLines lines={order.lines} />
          </Section>
        )}
      </Stack>
    </Page>
  );
}
